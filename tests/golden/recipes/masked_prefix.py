# params: small
# grads: normal
# seed: 84
# class: exact
# note: the mask is a prefix of the tree
optax.masked(optax.scale_by_lion(), {'dense': True, 'gain': False, 'deep': [True, False]})
