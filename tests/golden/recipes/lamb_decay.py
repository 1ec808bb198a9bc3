# params: fresh
# grads: normal
# seed: 134
# class: ulp
# why: ["pow", "sum"]
optax.lamb(1e-2, eps=1e-8, eps_root=1e-8, weight_decay=0.1, mask={'w': True, 'b': False})
