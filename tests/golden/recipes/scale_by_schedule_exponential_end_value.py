# params: single
# grads: normal
# seed: 27
# class: libm
# why: ["pow"]
# note: end value as lower bound
optax.scale_by_schedule(optax.exponential_decay(0.1, 5, 0.7, end_value=0.02))
