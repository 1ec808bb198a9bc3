# params: small
# grads: normal
# seed: 901
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2, b1=0.8, mu_dtype=jnp.float16)
