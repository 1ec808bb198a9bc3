# params: ranks
# grads: nan
# steps: 32
# seed: 7022
# class: exact
optax.sign_sgd(optax.linear_schedule(0.1, 0.01, 20))
