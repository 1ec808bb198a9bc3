# params: small
# grads: hostile
# seed: 94
# class: exact
optax.MultiSteps(optax.sgd(0.1, momentum=0.9), every_k_schedule=3)
