# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2123
# steps: 32
# class: exact
# why: []
optax.contrib.cocob(optax.linear_schedule(1.0, 0.5, 20), alpha=50.0, eps=1e-4, weight_decay=0.1, mask={'deep': False, 'gain': True, 'w': True})
