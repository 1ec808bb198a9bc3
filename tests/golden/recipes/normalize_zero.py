# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: zero
# seed: 2025
# steps: 8
# class: ulp
# why: ["sum"]
optax.contrib.normalize()
