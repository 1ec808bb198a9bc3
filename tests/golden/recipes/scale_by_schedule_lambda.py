# params: single
# grads: normal
# seed: 37
# class: exact
optax.scale_by_schedule(lambda step: 0.1 / (1 + 0.05 * step))
