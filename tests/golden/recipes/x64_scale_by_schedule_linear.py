# params: mixed
# grads: normal
# seed: 152
# x64: true
# class: exact
optax.scale_by_schedule(optax.linear_schedule(init_value=0.1, end_value=0.003, transition_steps=25))
