# params: small
# grads: normal
# seed: 214
# class: libm
# why: ["pow"]
optax.chain(optax.adam(1e-2), optax.freeze({'dense': {'w': True, 'b': False}, 'gain': False, 'deep': [True, False]}))
