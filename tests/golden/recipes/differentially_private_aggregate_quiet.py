# shapes: {"b": [9], "none": [0], "w": [5, 7]}
# grads: normal
# seed: 2622
# steps: 32
# examples: 4
# class: ulp
# why: ["matmul", "normal", "sum"]
optax.contrib.differentially_private_aggregate(2.0, 0.0, 3)
