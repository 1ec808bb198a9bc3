# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2013
# steps: 32
# class: ulp
# why: ["lowp", "pow"]
optax.contrib.adopt(1e-2, mu_dtype=jnp.bfloat16, nesterov=True)
