# params: small
# grads: normal
# seed: 92
# class: exact
# note: integers as labels
optax.partition(
    {0: optax.set_to_zero(), 1: optax.sgd(0.1), 2: optax.trace(0.9), 3: optax.scale_by_lion()},
    lambda p: jax.tree.map(lambda x: x.ndim, p),
)
