# params: small
# grads: normal
# seed: 205
# x64: true
# class: exact
optax.rmsprop(1e-2, eps_in_sqrt=False, centered=True, initial_scale=1.0)
