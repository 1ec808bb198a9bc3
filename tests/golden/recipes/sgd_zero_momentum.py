# params: single
# grads: hostile
# seed: 108
# class: exact
# note: momentum 0 keeps a trace
optax.sgd(0.1, momentum=0.0)
