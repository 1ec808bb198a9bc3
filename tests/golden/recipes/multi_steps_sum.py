# params: small
# grads: hostile
# seed: 95
# class: exact
optax.MultiSteps(optax.sgd(0.1), 3, use_grad_mean=False)
