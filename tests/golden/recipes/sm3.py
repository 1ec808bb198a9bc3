# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 3, 2], "conv": [2, 1, 2, 2]}
# grads: normal
# steps: 32
# seed: 7078
# class: ulp
# why: ["rsqrt"]
optax.sm3(0.1)
