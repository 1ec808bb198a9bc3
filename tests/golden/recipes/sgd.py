# params: small
# grads: hostile
# seed: 105
# class: exact
optax.sgd(0.1)
