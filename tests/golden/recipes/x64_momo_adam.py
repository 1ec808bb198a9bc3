# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2223
# steps: 32
# x64: true
# extra: ["value"]
# class: ulp
# why: ["matmul", "pow"]
optax.contrib.momo_adam(0.5, lower_bound=-3.0)
