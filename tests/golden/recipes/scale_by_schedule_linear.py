# params: single
# grads: normal
# seed: 12
# class: exact
optax.scale_by_schedule(optax.linear_schedule(init_value=0.1, end_value=0.003, transition_steps=25))
