# params: single
# grads: normal
# seed: 18
# class: libm
# why: ["pow"]
# note: float power: powf
optax.scale_by_schedule(optax.polynomial_schedule(0.1, 0.002, 1.5, 30))
