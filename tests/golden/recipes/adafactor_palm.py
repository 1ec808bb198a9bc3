# params: fresh
# grads: normal
# seed: 246
# class: ulp
# why: ["pow", "sum"]
optax.chain(optax.clip_by_global_norm(1.0), optax.adafactor(optax.linear_schedule(1e-2, 1e-3, 25), multiply_by_parameter_scale=True, momentum=0.9, decay_rate=0.99, factored=False, clipping_threshold=None))
