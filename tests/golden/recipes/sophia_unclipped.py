# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2603
# steps: 32
# class: ulp
# why: ["lowp", "pow"]
optax.contrib.sophia(optax.linear_schedule(0.1, 0.01, 20), clip_threshold=None, update_interval=1, hessian_diagonal_fn=optax.identity(), mu_dtype=jnp.bfloat16)
