# params: mixed
# grads: normal
# seed: 155
# x64: true
# class: libm
# why: ["pow"]
optax.scale_by_schedule(optax.exponential_decay(0.1, 5, 0.7, end_value=0.02))
