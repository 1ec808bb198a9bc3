# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2105
# steps: 32
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.dadapt_adamw(optax.linear_schedule(1.0, 0.5, 20), betas=(0.8, 0.95), eps=1e-4, estim_lr0=1e-3, weight_decay=0.1)
