# params: ranks
# grads: normal
# steps: 32
# seed: 7043
# x64: true
# class: exact
optax.optimistic_gradient_descent(0.1, beta=0.5)
