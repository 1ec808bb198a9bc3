# params: small
# grads: normal
# seed: 232
# class: exact
optax.inject_hyperparams(optax.sgd)(learning_rate=1, momentum=0.5)
