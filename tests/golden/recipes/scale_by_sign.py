# params: ranks
# grads: hostile
# steps: 32
# seed: 7021
# class: exact
optax.scale_by_sign()
