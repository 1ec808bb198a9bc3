# params: small
# grads: nan
# seed: 220
# x64: true
# class: ulp
# why: ["sum"]
optax.MultiSteps(optax.sgd(0.1, momentum=0.9), 2, should_skip_update_fn=optax.skip_not_finite, accumulator_dtype=jnp.float64)
