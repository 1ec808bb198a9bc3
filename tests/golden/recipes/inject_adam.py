# params: small
# grads: normal
# seed: 222
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adam)(learning_rate=1e-2)
