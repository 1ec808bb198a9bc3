# params: ranks
# grads: zero
# steps: 32
# seed: 7033
# class: libm
# why: ["pow"]
optax.adan(1e-2, b3=0.9, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
