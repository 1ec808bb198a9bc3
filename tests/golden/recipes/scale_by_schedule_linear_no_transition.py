# params: single
# grads: normal
# seed: 15
# class: exact
# note: without transition steps: the initial value for ever
optax.scale_by_schedule(optax.linear_schedule(0.1, 0.0, 0))
