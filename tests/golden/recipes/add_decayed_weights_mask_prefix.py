# params: small
# grads: normal
# seed: 77
# class: exact
# note: the mask is a prefix of the tree
optax.add_decayed_weights(0.05, mask={'dense': True, 'gain': False, 'deep': [False, True]})
