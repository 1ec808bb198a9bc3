# shapes: {"b": [9], "none": [0], "w": [5, 7]}
# grads: normal
# seed: 2625
# steps: 32
# examples: 4
# x64: true
# class: ulp
# why: ["matmul", "normal", "sum"]
optax.contrib.dpsgd(0.1, 1.0, 0.0, 42)
