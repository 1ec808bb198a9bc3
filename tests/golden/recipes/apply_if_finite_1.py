# params: small
# grads: nan
# seed: 100
# class: exact
# note: the second bad step in a row is let through
optax.apply_if_finite(optax.sgd(0.1, momentum=0.9), max_consecutive_errors=1)
