# params: wide
# grads: normal
# seed: 196
# class: ulp
# why: ["sum"]
optax.lars(optax.linear_schedule(0.5, 0.1, 25), weight_decay=0.01, weight_decay_mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p), trust_coefficient=0.01, eps=1e-6, trust_ratio_mask={'w': True, 'b': False}, momentum=0.8, nesterov=True)
