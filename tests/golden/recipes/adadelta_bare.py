# params: ranks
# grads: nan
# steps: 32
# seed: 7019
# class: exact
optax.adadelta()
