# params: ranks
# grads: normal
# steps: 32
# seed: 7025
# x64: true
# class: exact
optax.signum(1e-2, 0.5)
