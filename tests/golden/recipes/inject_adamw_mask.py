# params: small
# grads: normal
# seed: 226
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adamw, static_args='mask')(learning_rate=1e-2, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
