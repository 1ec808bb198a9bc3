# params: single
# grads: normal
# seed: 38
# class: exact
# note: integer division and remainder
optax.scale_by_schedule(lambda step: 0.5 * (step // 4) - 0.1 * (step % 3))
