# params: small
# grads: normal
# seed: 227
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adamw)(learning_rate=1e-2, weight_decay=0.0)
