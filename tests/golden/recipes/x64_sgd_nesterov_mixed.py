# params: mixed
# grads: hostile
# seed: 142
# x64: true
# class: exact
optax.sgd(optax.linear_schedule(0.1, 0.01, 25), momentum=0.9, nesterov=True)
