# params: single
# grads: normal
# seed: 20
# class: libm
# why: ["pow"]
# note: a whole power given as a float
optax.scale_by_schedule(optax.polynomial_schedule(0.1, 0.002, 2.0, 30))
