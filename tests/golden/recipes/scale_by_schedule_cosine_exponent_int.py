# params: single
# grads: normal
# seed: 23
# class: libm
# why: ["cos"]
# note: integer exponent: repeated multiplication
optax.scale_by_schedule(optax.cosine_decay_schedule(0.1, 30, alpha=0.05, exponent=2))
