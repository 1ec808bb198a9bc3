# params: ranks
# grads: hostile
# steps: 32
# seed: 7048
# class: exact
optax.keep_params_nonnegative()
