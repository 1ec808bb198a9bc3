# params: small
# grads: normal
# seed: 194
# class: libm
# why: ["pow"]
optax.nadamw(1e-2, b1=0.95, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
