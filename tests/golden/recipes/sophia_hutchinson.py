# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2605
# steps: 32
# functions: ["obj_fn"]
# class: ulp
# why: ["pow", "sum"]
optax.contrib.sophia(0.1, update_interval=3)
