# params: small
# grads: hostile
# seed: 7
# class: exact
optax.scale_by_learning_rate(optax.linear_schedule(0.1, 0.01, 20))
