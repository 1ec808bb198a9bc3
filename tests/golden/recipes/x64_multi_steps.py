# params: fresh
# grads: hostile
# seed: 143
# x64: true
# class: exact
# note: the accumulator is float32
optax.MultiSteps(optax.sgd(0.1, momentum=0.9), 3)
