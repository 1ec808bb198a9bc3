# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2023
# steps: 32
# x64: true
# class: libm
# why: ["cbrt"]
optax.contrib.madgrad(1e-2, weight_decay=0.1)
