# params: small
# grads: zero
# seed: 46
# class: ulp
# why: ["sum"]
optax.clip_by_global_norm(1.0)
