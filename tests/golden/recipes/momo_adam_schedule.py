# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2221
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "pow"]
optax.contrib.momo_adam(optax.linear_schedule(1.0, 0.1, 20), weight_decay=0.1, adapt_lower_bound=True)
