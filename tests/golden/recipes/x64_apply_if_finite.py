# params: mixed
# grads: nan
# seed: 151
# x64: true
# class: exact
optax.apply_if_finite(optax.sgd(0.1, momentum=0.9), 5)
