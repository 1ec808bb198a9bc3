# params: ranks
# grads: hostile
# steps: 32
# seed: 7006
# class: ulp
# why: ["lowp", "pow"]
optax.amsgrad(optax.linear_schedule(1e-2, 1e-3, 20), mu_dtype=jnp.bfloat16)
