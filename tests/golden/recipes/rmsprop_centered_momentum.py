# params: small
# grads: normal
# seed: 178
# class: ulp
# why: ["pow", "rsqrt"]
optax.rmsprop(1e-2, decay=0.99, eps=1e-3, centered=True, momentum=0.9, bias_correction=True)
