# params: ranks
# grads: nan
# steps: 32
# seed: 7044
# class: exact
optax.apply_every(3)
