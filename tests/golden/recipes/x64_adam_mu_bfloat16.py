# params: mixed
# grads: normal
# seed: 920
# x64: true
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2, mu_dtype=jnp.bfloat16)
