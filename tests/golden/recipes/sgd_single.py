# params: single
# grads: hostile
# seed: 110
# class: exact
optax.sgd(0.1, momentum=0.9)
