# params: small
# grads: normal
# seed: 911
# class: ulp
# why: ["lowp"]
optax.chain(optax.ema(0.9, debias=False, accumulator_dtype=jnp.bfloat16), optax.scale(-0.1))
