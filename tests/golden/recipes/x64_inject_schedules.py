# params: small
# grads: normal
# seed: 234
# x64: true
# class: libm
# why: ["cos", "pow"]
optax.inject_hyperparams(optax.adamw)(learning_rate=optax.linear_schedule(1e-2, 1e-3, 25), b1=optax.cosine_decay_schedule(0.9, 60), weight_decay=0.1)
