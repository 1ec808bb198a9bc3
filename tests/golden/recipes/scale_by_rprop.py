# params: ranks
# grads: hostile
# steps: 32
# seed: 7026
# class: exact
optax.scale_by_rprop(0.1)
