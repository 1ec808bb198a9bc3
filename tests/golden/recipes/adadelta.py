# params: ranks
# grads: normal
# steps: 32
# seed: 7018
# class: exact
optax.adadelta(0.5, rho=0.8, eps=1e-4, weight_decay=0.1, weight_decay_mask=lambda p: jax.tree.map(lambda x: x.ndim > 1, p))
