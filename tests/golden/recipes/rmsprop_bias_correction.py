# params: fresh
# grads: normal
# seed: 128
# class: ulp
# why: ["pow", "rsqrt"]
optax.rmsprop(1e-2, bias_correction=True)
