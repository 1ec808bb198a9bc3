# params: single
# grads: normal
# seed: 19
# class: libm
# why: ["pow"]
# note: float power below one, to the end and beyond
optax.scale_by_schedule(optax.polynomial_schedule(0.1, 0.0, 0.9, 25, transition_begin=3))
