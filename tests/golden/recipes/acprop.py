# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2017
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.acprop(1e-2)
