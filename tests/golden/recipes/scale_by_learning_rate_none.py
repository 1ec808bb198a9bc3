# params: single
# grads: normal
# seed: 8
# class: exact
# note: no scaling, no state
optax.scale_by_learning_rate(None)
