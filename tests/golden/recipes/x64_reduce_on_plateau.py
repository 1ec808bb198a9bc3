# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2139
# steps: 20
# x64: true
# extra: ["value"]
# class: exact
# why: []
optax.contrib.reduce_on_plateau(factor=0.7, patience=2)
