# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2228
# steps: 32
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.dadapt_adamw(estim_lr0=1e-2, weight_decay=0.1)
