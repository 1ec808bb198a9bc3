# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2615
# steps: 32
# functions: ["grad_fn"]
# class: exact
# why: []
optax.contrib.sam(optax.sgd(0.1, 0.9), optax.sgd(0.1, 0.5), 3, opaque_mode=True)
