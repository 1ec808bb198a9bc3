# params: single
# grads: normal
# seed: 28
# class: libm
# why: ["pow"]
optax.scale_by_schedule(optax.exponential_decay(0.1, transition_steps=6, decay_rate=0.8, transition_begin=10, staircase=True, end_value=0.05))
