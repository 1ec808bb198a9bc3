# params: small
# grads: hostile
# seed: 6
# class: exact
optax.scale_by_learning_rate(0.1)
