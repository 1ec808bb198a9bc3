# shapes: {"w": [4, 5], "b": [3], "cube": [2, 1, 3]}
# grads: normal
# steps: 32
# seed: 7074
# x64: true
# class: ulp
# why: ["sum"]
optax.chain(optax.scale_by_distance_over_gradients(reps_rel=1e-3, param_dtype=jnp.float64), optax.scale(-1.0))
