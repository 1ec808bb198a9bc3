# params: single
# grads: hostile
# seed: 10
# class: exact
optax.scale_by_learning_rate(optax.linear_schedule(0.1, 0.01, 20), flip_sign=False)
