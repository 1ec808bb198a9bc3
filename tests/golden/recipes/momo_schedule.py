# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2216
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.momo(optax.linear_schedule(1.0, 0.1, 20), lower_bound=-3.0, weight_decay=0.1, adapt_lower_bound=True)
