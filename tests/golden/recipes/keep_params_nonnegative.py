# params: ranks
# grads: normal
# steps: 32
# seed: 7047
# class: exact
optax.chain(optax.sgd(0.5), optax.keep_params_nonnegative())
