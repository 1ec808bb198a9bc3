# params: single
# grads: normal
# seed: 35
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.warmup_cosine_decay_schedule(0.0, 0.1, 10, 32, end_value=0.001, exponent=2.5))
