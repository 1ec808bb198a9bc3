# params: mixed
# grads: normal
# seed: 139
# x64: true
# class: libm
# why: ["cos", "pow"]
# note: a schedule value in float32
optax.adamw(optax.warmup_cosine_decay_schedule(0.0, 1e-2, 8, 30, end_value=1e-4), weight_decay=0.1)
