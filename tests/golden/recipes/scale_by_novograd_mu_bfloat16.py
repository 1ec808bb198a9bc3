# params: ranks
# grads: normal
# steps: 32
# seed: 7061
# class: ulp
# why: ["lowp", "sum"]
optax.chain(optax.scale_by_novograd(mu_dtype=jnp.bfloat16), optax.scale(-0.01))
