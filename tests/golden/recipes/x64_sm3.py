# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 3, 2], "conv": [2, 1, 2, 2]}
# grads: normal
# steps: 32
# seed: 7079
# x64: true
# class: ulp
# why: ["rsqrt"]
optax.sm3(0.1, 0.8)
