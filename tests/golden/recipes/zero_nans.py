# params: small
# grads: nan
# seed: 197
# class: exact
optax.zero_nans()
