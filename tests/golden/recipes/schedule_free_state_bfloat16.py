# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2128
# steps: 32
# class: ulp
# why: ["lowp", "pow"]
optax.contrib.schedule_free(optax.sgd(0.1), 0.1, state_dtype=jnp.bfloat16)
