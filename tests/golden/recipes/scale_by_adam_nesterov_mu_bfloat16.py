# params: small
# grads: normal
# seed: 917
# class: ulp
# why: ["lowp", "pow"]
optax.scale_by_adam(mu_dtype=jnp.bfloat16, nesterov=True)
