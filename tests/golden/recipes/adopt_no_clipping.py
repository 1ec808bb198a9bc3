# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2014
# steps: 32
# class: exact
# why: []
optax.contrib.adopt(1e-2, b2=0.99, eps=1e-2, use_clipping=False)
