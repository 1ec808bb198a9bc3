# params: small
# grads: normal
# seed: 60
# class: ulp
# why: ["rsqrt"]
optax.scale_by_rms(initial_scale=0.5)
