# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2612
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.sam(optax.adam(0.01), optax.sgd(0.1, 0.9), sync_period=3)
