# params: ranks
# grads: zero
# steps: 32
# seed: 7029
# x64: true
# class: exact
optax.rprop(0.1)
