# params: small
# grads: normal
# seed: 62
# class: ulp
# why: ["pow", "rsqrt"]
optax.scale_by_rms(decay=0.95, bias_correction=True)
