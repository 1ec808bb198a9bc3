# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2121
# steps: 32
# class: exact
# why: []
optax.contrib.scale_by_cocob()
