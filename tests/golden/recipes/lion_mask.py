# params: small
# grads: normal
# seed: 131
# class: exact
optax.lion(1e-3, b1=0.95, b2=0.98, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim > 1, p))
