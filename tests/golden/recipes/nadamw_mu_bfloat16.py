# params: small
# grads: normal
# seed: 915
# class: ulp
# why: ["lowp", "pow"]
optax.nadamw(1e-2, mu_dtype=jnp.bfloat16)
