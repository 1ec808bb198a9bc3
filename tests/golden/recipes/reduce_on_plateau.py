# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2137
# steps: 32
# extra: ["value"]
# class: exact
# why: []
optax.contrib.reduce_on_plateau(patience=3)
