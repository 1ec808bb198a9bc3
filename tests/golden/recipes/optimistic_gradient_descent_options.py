# params: ranks
# grads: normal
# steps: 32
# seed: 7037
# class: exact
optax.optimistic_gradient_descent(optax.linear_schedule(0.1, 0.01, 20), alpha=0.9, beta=0.2)
