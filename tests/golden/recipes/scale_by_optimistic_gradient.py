# params: ranks
# grads: nan
# steps: 32
# seed: 7035
# class: exact
optax.scale_by_optimistic_gradient(alpha=0.7, beta=0.3)
