# params: small
# grads: normal
# seed: 91
# class: exact
# note: bools as labels
optax.partition(
    {True: optax.sgd(0.1, momentum=0.9), False: optax.scale_by_learning_rate(0.05)},
    lambda p: jax.tree.map(lambda x: x.ndim > 1, p),
)
