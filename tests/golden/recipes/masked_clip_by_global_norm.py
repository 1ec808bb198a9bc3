# params: small
# grads: normal
# seed: 88
# class: ulp
# why: ["sum"]
# note: the norm is that of the masked leaves
optax.masked(optax.clip_by_global_norm(0.5), {'dense': True, 'gain': False, 'deep': [False, False]})
