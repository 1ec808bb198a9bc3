# params: small
# grads: normal
# seed: 228
# class: exact
optax.inject_hyperparams(lambda learning_rate, weight_decay: optax.chain(optax.scale_by_lion(), optax.add_decayed_weights(weight_decay), optax.scale(-learning_rate)))(learning_rate=optax.linear_schedule(1e-2, 1e-3, 25), weight_decay=0.1)
