# params: bfloat16
# grads: normal
# seed: 910
# class: exact
# why: []
optax.trace(0.9, accumulator_dtype=jnp.float32)
