# params: single
# grads: normal
# seed: 34
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.warmup_cosine_decay_schedule(0.01, 0.1, 5, 25, end_value=0.003))
