# params: small
# grads: normal
# seed: 70
# class: ulp
# why: ["sum"]
optax.scale_by_trust_ratio(min_norm=5.0)
