# params: small
# grads: nan
# seed: 217
# class: ulp
# why: ["pow", "sum"]
optax.MultiSteps(optax.adam(1e-2), 3, should_skip_update_fn=optax.skip_not_finite)
