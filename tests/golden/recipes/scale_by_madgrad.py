# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2020
# steps: 32
# class: libm
# why: ["cbrt"]
optax.contrib.scale_by_madgrad(1e-2)
