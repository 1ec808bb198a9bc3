# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2012
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.adopt(1e-2)
