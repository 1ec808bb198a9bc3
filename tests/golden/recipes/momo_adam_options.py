# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2220
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "pow"]
optax.contrib.momo_adam(0.5, b1=0.8, b2=0.95, eps=1e-4, lower_bound=-2.0, weight_decay=0.1, adapt_lower_bound=True)
