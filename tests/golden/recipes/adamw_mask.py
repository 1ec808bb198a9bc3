# params: small
# grads: normal
# seed: 117
# class: libm
# why: ["pow"]
optax.adamw(1e-2, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
