# params: small
# grads: normal
# seed: 918
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9, accumulator_dtype=jnp.bfloat16)
