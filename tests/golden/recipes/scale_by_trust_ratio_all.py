# params: small
# grads: hostile
# seed: 72
# class: ulp
# why: ["sum"]
optax.chain(optax.scale_by_trust_ratio(0.1, 0.02, 1e-6), optax.scale(-1.0))
