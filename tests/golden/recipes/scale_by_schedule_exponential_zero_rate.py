# params: single
# grads: normal
# seed: 30
# class: exact
# note: rate zero: constant
optax.scale_by_schedule(optax.exponential_decay(0.1, 8, 0.0))
