# params: single
# grads: normal
# seed: 31
# class: exact
# note: boundaries in any order
optax.scale_by_schedule(optax.piecewise_constant_schedule(0.1, {20: 0.3, 5: 0.5, 12: 2.0}))
