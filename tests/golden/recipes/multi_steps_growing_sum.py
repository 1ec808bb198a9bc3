# params: small
# grads: normal
# seed: 219
# class: exact
optax.MultiSteps(optax.sgd(0.1), lambda step: 1 + 2 * (step // 4), use_grad_mean=False)
