# params: small
# grads: normal
# seed: 215
# class: libm
# why: ["pow"]
optax.selective_transform(optax.adam(1e-2), freeze_mask={'dense': {'w': True, 'b': False}, 'gain': False, 'deep': [True, False]})
