# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2111
# steps: 32
# class: ulp
# why: ["sum"]
optax.contrib.dowg()
