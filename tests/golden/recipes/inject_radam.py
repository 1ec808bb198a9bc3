# params: small
# grads: normal
# seed: 230
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.radam)(learning_rate=1e-2, b2=0.9)
