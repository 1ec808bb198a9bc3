# shapes: {"w": [4, 5], "b": [3], "one": [1], "cube": [2, 1, 3]}
# grads: normal
# steps: 32
# seed: 7073
# class: ulp
# why: ["sum"]
optax.chain(optax.scale_by_distance_over_gradients(reps_rel=1e-2, eps=1e-4, global_scale=0.5), optax.scale(-1.0))
