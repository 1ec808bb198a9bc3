# params: small
# grads: normal
# seed: 233
# x64: true
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adam)(learning_rate=1e-2)
