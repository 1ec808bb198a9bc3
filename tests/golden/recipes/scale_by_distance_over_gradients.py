# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 1, 3]}
# grads: hostile
# steps: 32
# seed: 7072
# class: ulp
# why: ["sum"]
optax.scale_by_distance_over_gradients()
