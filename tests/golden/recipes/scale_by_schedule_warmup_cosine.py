# params: single
# grads: normal
# seed: 33
# class: libm
# why: ["cos", "pow"]
optax.scale_by_schedule(optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=0.1, warmup_steps=8, decay_steps=30))
