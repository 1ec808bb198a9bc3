# params: mixed
# grads: hostile
# seed: 148
# x64: true
# class: exact
optax.rmsprop(1e-2, eps_in_sqrt=False)
