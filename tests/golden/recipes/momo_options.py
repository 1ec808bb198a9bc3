# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2215
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.momo(0.1, beta=0.8, lower_bound=-2.0, weight_decay=0.1, adapt_lower_bound=True)
