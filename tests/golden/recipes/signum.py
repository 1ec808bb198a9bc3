# params: ranks
# grads: hostile
# steps: 32
# seed: 7023
# class: exact
optax.signum(1e-2)
