# params: ranks
# grads: hostile
# steps: 32
# seed: 7046
# class: exact
optax.apply_every()
