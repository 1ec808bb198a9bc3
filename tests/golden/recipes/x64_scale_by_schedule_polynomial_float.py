# params: mixed
# grads: normal
# seed: 153
# x64: true
# class: libm
# why: ["pow"]
optax.scale_by_schedule(optax.polynomial_schedule(0.1, 0.002, 1.5, 30))
