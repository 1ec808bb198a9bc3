# params: small
# grads: hostile
# seed: 126
# class: exact
optax.rmsprop(1e-2, eps=1e-6, eps_in_sqrt=False)
