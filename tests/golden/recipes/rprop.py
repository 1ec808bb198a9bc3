# params: ranks
# grads: normal
# steps: 32
# seed: 7027
# class: exact
optax.rprop(0.1)
