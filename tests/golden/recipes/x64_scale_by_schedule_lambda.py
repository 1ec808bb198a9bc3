# params: mixed
# grads: normal
# seed: 158
# x64: true
# class: exact
optax.scale_by_schedule(lambda step: 0.1 / (1 + 0.05 * step))
