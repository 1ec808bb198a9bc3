# params: single
# grads: normal
# seed: 21
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.cosine_decay_schedule(0.1, 30))
