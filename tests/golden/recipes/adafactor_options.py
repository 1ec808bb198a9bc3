# params: small
# grads: normal
# seed: 244
# class: ulp
# why: ["pow", "sum"]
optax.adafactor(learning_rate=optax.linear_schedule(1e-2, 1e-3, 25), min_dim_size_to_factor=3, decay_rate=0.7, decay_offset=-3, multiply_by_parameter_scale=False, clipping_threshold=0.5, momentum=0.9, weight_decay_rate=1e-3, eps=1e-20, weight_decay_mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p))
