# params: single
# grads: normal
# seed: 16
# class: exact
# note: integer power: repeated multiplication
optax.scale_by_schedule(optax.polynomial_schedule(0.1, 0.002, 2, 30))
