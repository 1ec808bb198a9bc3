# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2227
# steps: 32
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.prodigy(estim_lr0=1e-2, weight_decay=0.1)
