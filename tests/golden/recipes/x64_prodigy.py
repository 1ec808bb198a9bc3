# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2103
# steps: 20
# x64: true
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.prodigy(estim_lr0=1e-3)
