# params: small
# grads: hostile
# seed: 106
# class: exact
optax.sgd(0.1, momentum=0.9)
