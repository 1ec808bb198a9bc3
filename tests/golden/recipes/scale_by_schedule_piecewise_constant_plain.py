# params: single
# grads: normal
# seed: 32
# class: exact
# note: without boundaries
optax.scale_by_schedule(optax.piecewise_constant_schedule(0.1))
