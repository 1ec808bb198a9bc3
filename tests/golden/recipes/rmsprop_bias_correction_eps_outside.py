# params: small
# grads: normal
# seed: 129
# class: libm
# why: ["pow"]
optax.rmsprop(optax.linear_schedule(1e-2, 1e-3, 25), eps_in_sqrt=False, bias_correction=True)
