# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2616
# steps: 32
# functions: ["grad_fn"]
# class: libm
# why: ["pow"]
optax.contrib.sam(optax.adam(0.1), optax.sgd(0.1, 0.5), 2, False, True)
