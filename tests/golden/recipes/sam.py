# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2611
# steps: 32
# class: exact
# why: []
optax.contrib.sam(optax.sgd(0.01), optax.sgd(0.1))
