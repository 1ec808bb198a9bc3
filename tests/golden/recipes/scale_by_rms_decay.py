# params: single
# grads: normal
# seed: 59
# class: ulp
# why: ["rsqrt"]
optax.scale_by_rms(decay=0.99, eps=1e-6)
