# params: small
# grads: normal
# seed: 245
# class: libm
# why: ["pow"]
optax.adafactor(multiply_by_parameter_scale=False, clipping_threshold=None, factored=False)
