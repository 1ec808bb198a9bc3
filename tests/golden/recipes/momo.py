# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2214
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.momo()
