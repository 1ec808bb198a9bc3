# params: single
# grads: normal
# seed: 25
# class: libm
# why: ["pow"]
optax.scale_by_schedule(optax.exponential_decay(0.1, 10, 0.5))
