# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 3, 2], "conv": [2, 1, 2, 2]}
# grads: zero
# steps: 32
# seed: 7501
# class: ulp
# why: ["rsqrt"]
optax.scale_by_sm3(b1=0.5, b2=0.9, eps=1e-3)
