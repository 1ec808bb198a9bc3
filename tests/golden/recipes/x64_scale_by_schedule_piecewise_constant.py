# params: mixed
# grads: normal
# seed: 156
# x64: true
# class: exact
optax.scale_by_schedule(optax.piecewise_constant_schedule(0.1, {20: 0.3, 5: 0.5, 12: 2.0}))
