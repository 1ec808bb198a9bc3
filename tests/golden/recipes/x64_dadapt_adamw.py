# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2226
# steps: 32
# x64: true
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.dadapt_adamw(estim_lr0=1e-3)
