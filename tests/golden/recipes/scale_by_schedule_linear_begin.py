# params: single
# grads: normal
# seed: 13
# class: exact
optax.scale_by_schedule(optax.linear_schedule(0.1, 0.003, 20, transition_begin=7))
