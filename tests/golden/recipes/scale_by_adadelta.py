# params: ranks
# grads: hostile
# steps: 32
# seed: 7017
# class: exact
optax.scale_by_adadelta()
