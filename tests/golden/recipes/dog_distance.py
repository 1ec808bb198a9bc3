# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2108
# steps: 32
# class: ulp
# why: ["sum"]
optax.contrib.dog(0.5, init_step=('distance', 1e-2), eps=1e-4, weight_decay=0.1, mask={'deep': False, 'gain': True, 'w': True})
