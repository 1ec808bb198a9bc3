# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2109
# steps: 32
# class: ulp
# why: ["sum"]
optax.contrib.dog(init_step=('learning_rate', 1e-2))
