# params: mixed
# grads: normal
# seed: 154
# x64: true
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.cosine_decay_schedule(0.1, 25, alpha=0.1))
