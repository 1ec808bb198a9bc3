# params: fresh
# grads: normal
# seed: 247
# class: ulp
# why: ["pow", "sum"]
optax.chain(optax.scale_by_factored_rms(True, 0.8, 0, 3, 1e-30, lambda i, exponent: jnp.minimum(0.999, 1.0 - jnp.array(i + 1, jnp.float32) ** -exponent)), optax.clip_by_block_rms(1.0), optax.ema(0.9, debias=False), optax.scale(1e-3), optax.scale(-1))
