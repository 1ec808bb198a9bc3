# params: ranks
# grads: nan
# steps: 32
# seed: 7049
# x64: true
# class: libm
# why: ["pow"]
optax.chain(optax.adam(0.1), optax.keep_params_nonnegative())
