# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2613
# steps: 32
# class: exact
# why: []
optax.contrib.sam(optax.sgd(0.1, 0.9), optax.sgd(0.1, 0.5), 4, reset_state=False)
