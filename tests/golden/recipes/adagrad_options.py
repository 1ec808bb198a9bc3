# params: small
# grads: zero
# seed: 190
# class: ulp
# why: ["pow", "rsqrt"]
optax.adagrad(optax.exponential_decay(0.1, 10, 0.5), initial_accumulator_value=0.0, eps=1e-5)
