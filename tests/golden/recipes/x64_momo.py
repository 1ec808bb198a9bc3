# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2218
# steps: 32
# x64: true
# extra: ["value"]
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.momo(0.5, lower_bound=-3.0)
