# params: small
# grads: normal
# seed: 78
# class: exact
optax.add_decayed_weights(optax.constant_schedule(0.05), mask=lambda p: jax.tree.map(lambda x: x.ndim > 1, p))
