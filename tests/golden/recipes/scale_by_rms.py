# params: small
# grads: hostile
# seed: 58
# class: ulp
# why: ["rsqrt"]
optax.scale_by_rms()
