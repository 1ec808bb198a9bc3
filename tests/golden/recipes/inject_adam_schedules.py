# params: small
# grads: normal
# seed: 223
# class: libm
# why: ["cos", "pow"]
optax.inject_hyperparams(optax.adam)(learning_rate=optax.cosine_decay_schedule(1e-2, 30), b1=optax.linear_schedule(0.8, 0.95, 20), b2=0.99)
