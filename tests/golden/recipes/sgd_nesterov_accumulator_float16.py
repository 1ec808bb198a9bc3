# params: small
# grads: normal
# seed: 919
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9, nesterov=True, accumulator_dtype=jnp.float16)
