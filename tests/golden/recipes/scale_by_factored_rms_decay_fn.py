# params: fresh
# grads: normal
# seed: 240
# class: ulp
# why: ["pow", "sum"]
optax.scale_by_factored_rms(True, 0.8, 0, 3, 1e-30, lambda i, exponent: jnp.minimum(0.75, 1.0 - jnp.array(i + 1, jnp.float32) ** -exponent))
