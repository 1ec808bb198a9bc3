# params: mixed
# grads: normal
# seed: 2515
# steps: 32
# x64: true
# class: exact
optax.contrib.split_real_and_imaginary(optax.sgd(0.1, momentum=0.9))
