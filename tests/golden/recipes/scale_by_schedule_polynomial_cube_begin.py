# params: single
# grads: normal
# seed: 17
# class: exact
# note: integer power: repeated multiplication
optax.scale_by_schedule(optax.polynomial_schedule(init_value=0.1, end_value=0.002, power=3, transition_steps=24, transition_begin=5))
