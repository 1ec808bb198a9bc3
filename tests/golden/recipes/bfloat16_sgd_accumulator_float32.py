# params: bfloat16
# grads: normal
# seed: 932
# class: exact
# why: []
optax.sgd(0.1, momentum=0.9, nesterov=True, accumulator_dtype=jnp.float32)
