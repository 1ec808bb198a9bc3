# params: small
# grads: normal
# seed: 85
# class: libm
# why: ["pow"]
optax.masked(optax.scale_by_adam(), lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
