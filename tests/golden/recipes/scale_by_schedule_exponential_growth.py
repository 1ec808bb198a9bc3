# params: single
# grads: normal
# seed: 29
# class: libm
# why: ["pow"]
# note: rate above one: end value as upper bound
optax.scale_by_schedule(optax.exponential_decay(0.01, 8, 1.7, end_value=0.05))
