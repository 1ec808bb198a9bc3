# params: ranks
# grads: normal
# steps: 32
# seed: 7011
# class: libm
# why: ["pow"]
optax.adamaxw(1e-2, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
