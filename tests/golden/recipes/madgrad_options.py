# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2022
# steps: 32
# class: libm
# why: ["cbrt", "cos", "pow"]
optax.contrib.madgrad(optax.cosine_decay_schedule(0.1, 20), momentum=0.5, weight_decay=0.1, eps=1e-3)
