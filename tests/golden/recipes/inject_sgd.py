# params: small
# grads: hostile
# seed: 225
# class: exact
optax.chain(optax.clip(1.0), optax.inject_hyperparams(optax.sgd)(learning_rate=optax.linear_schedule(0.1, 0.01, 25), momentum=0.9, nesterov=True))
