# params: small
# grads: normal
# seed: 218
# class: ulp
# why: ["sum"]
# note: gradients of some steps are larger
optax.MultiSteps(optax.sgd(0.1, momentum=0.9), every_k_schedule=2, should_skip_update_fn=lambda u, n, p: optax.skip_large_updates(u, n, p, max_squared_norm=100.0))
