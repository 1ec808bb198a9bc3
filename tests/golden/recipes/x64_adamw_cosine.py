# params: mixed
# grads: normal
# seed: 140
# x64: true
# class: libm
# why: ["cos", "pow"]
# note: a schedule value in float64
optax.adamw(optax.cosine_decay_schedule(1e-2, 30, exponent=1.5), weight_decay=0.1)
