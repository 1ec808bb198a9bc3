# params: single
# grads: normal
# seed: 22
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.cosine_decay_schedule(0.1, 25, alpha=0.1))
