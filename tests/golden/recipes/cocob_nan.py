# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: nan
# seed: 2124
# steps: 14
# class: exact
# why: []
optax.contrib.cocob()
