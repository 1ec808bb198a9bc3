# params: ranks
# grads: hostile
# steps: 32
# seed: 7036
# class: exact
optax.optimistic_gradient_descent(0.1)
