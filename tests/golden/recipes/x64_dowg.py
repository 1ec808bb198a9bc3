# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2113
# steps: 20
# x64: true
# class: ulp
# why: ["sum"]
optax.contrib.dowg()
