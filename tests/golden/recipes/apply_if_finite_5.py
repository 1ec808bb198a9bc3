# params: small
# grads: nan
# seed: 101
# class: exact
# note: all bad steps are rejected
optax.apply_if_finite(optax.sgd(0.1, momentum=0.9), max_consecutive_errors=5)
