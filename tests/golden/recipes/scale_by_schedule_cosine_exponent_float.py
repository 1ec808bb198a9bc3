# params: single
# grads: normal
# seed: 24
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.cosine_decay_schedule(init_value=0.1, decay_steps=30, exponent=1.5))
