# params: small
# grads: normal
# seed: 177
# class: exact
optax.rmsprop(optax.linear_schedule(1e-2, 1e-3, 25), decay=0.95, eps=1e-5, eps_in_sqrt=False, centered=True, momentum=0.9, nesterov=True)
