# params: small
# grads: hostile
# seed: 107
# class: exact
optax.sgd(learning_rate=0.1, momentum=0.9, nesterov=True)
