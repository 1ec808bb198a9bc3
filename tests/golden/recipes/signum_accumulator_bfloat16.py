# params: ranks
# grads: normal
# steps: 32
# seed: 7024
# class: ulp
# why: ["lowp"]
optax.signum(1e-2, beta=0.8, accumulator_dtype=jnp.bfloat16)
