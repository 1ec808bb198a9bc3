# params: single
# grads: hostile
# seed: 9
# class: exact
optax.scale_by_learning_rate(0.1, flip_sign=False)
