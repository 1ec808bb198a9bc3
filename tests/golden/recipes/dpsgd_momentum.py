# shapes: {"b": [9], "none": [0], "w": [5, 7]}
# grads: normal
# seed: 2624
# steps: 32
# examples: 4
# class: ulp
# why: ["matmul", "normal", "sum"]
optax.contrib.dpsgd(optax.linear_schedule(0.1, 0.01, 20), 1.0, 0.5, 42, 0.9, True)
