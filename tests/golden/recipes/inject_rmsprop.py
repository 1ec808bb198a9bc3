# params: small
# grads: normal
# seed: 229
# class: exact
optax.inject_hyperparams(optax.rmsprop, static_args=('decay', 'eps'))(learning_rate=1e-2, decay=0.95, eps=1e-6, eps_in_sqrt=False, momentum=0.9)
