# params: small
# grads: normal
# seed: 127
# class: exact
optax.rmsprop(1e-2, decay=0.99, initial_scale=1.0, eps_in_sqrt=False, momentum=0.9, nesterov=True)
