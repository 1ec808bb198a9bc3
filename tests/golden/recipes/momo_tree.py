# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2417
# steps: 32
# extra: ["value"]
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.momo(1e-3, lower_bound=-100.0, weight_decay=0.1)
