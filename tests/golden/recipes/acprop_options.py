# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2018
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.acprop(optax.linear_schedule(0.1, 0.01, 20), b1=0.8, b2=0.95, eps=1e-4, eps_root=1e-6, weight_decay=0.1, mask={'deep': True, 'gain': False, 'w': True})
