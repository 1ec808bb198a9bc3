# params: single
# grads: normal
# seed: 36
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.join_schedules([optax.linear_schedule(0.0, 0.1, 6), optax.constant_schedule(0.1), optax.cosine_decay_schedule(0.1, 15, alpha=0.01)], boundaries=[6, 14]))
