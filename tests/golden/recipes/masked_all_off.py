# params: single
# grads: normal
# seed: 86
# class: exact
# note: nothing is transformed; the mask is one bool
optax.masked(optax.trace(0.9), False)
