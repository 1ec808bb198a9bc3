# params: small
# grads: hostile
# seed: 45
# class: ulp
# why: ["sum"]
optax.clip_by_global_norm(1.0)
