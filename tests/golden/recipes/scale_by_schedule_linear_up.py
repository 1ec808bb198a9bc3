# params: single
# grads: normal
# seed: 14
# class: exact
optax.scale_by_schedule(optax.linear_schedule(0.0, 0.3, 30))
