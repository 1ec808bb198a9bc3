# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 3, 2], "conv": [2, 1, 2, 2]}
# grads: hostile
# steps: 32
# seed: 7075
# class: ulp
# why: ["rsqrt"]
optax.scale_by_sm3()
