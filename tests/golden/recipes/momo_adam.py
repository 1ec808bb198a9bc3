# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2219
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "pow"]
optax.contrib.momo_adam()
