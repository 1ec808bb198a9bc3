# params: small
# grads: nan
# seed: 207
# x64: true
# class: exact
optax.zero_nans()
