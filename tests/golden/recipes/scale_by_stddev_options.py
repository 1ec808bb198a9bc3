# params: small
# grads: normal
# seed: 173
# class: ulp
# why: ["pow", "rsqrt"]
optax.scale_by_stddev(decay=0.95, eps=1e-4, initial_scale=1.0, bias_correction=True)
