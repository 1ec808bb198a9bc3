# params: single
# grads: normal
# seed: 96
# class: exact
# note: emits in every step
optax.MultiSteps(optax.sgd(0.1, momentum=0.9), 1)
