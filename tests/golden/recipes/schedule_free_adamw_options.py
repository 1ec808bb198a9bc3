# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2132
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.schedule_free_adamw(0.1, warmup_steps=5, b1=0.8, b2=0.95, eps=1e-4, weight_decay=0.1, weight_lr_power=2)
