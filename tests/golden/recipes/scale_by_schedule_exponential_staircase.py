# params: single
# grads: normal
# seed: 26
# class: libm
# why: ["pow"]
optax.scale_by_schedule(optax.exponential_decay(0.1, 7, 0.5, staircase=True))
