# params: single
# grads: normal
# seed: 11
# class: exact
optax.scale_by_schedule(optax.constant_schedule(0.05))
