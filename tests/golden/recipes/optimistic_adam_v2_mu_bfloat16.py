# params: ranks
# grads: normal
# steps: 32
# seed: 7041
# class: ulp
# why: ["lowp", "pow"]
optax.optimistic_adam_v2(1e-2, mu_dtype=jnp.bfloat16, nesterov=False)
