# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2102
# steps: 32
# class: ulp
# why: ["cos", "matmul", "pow", "sum"]
optax.contrib.prodigy(optax.cosine_decay_schedule(1.0, 20), betas=(0.8, 0.95), beta3=0.9, eps=1e-6, estim_lr0=1e-3, estim_lr_coef=0.5, weight_decay=0.1, safeguard_warmup=True)
