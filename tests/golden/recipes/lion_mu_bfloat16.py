# params: small
# grads: hostile
# seed: 914
# class: ulp
# why: ["lowp"]
optax.lion(1e-3, mu_dtype=jnp.bfloat16)
