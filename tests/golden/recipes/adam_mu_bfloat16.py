# params: small
# grads: hostile
# seed: 900
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2, mu_dtype=jnp.bfloat16)
