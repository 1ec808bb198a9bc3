# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2130
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.schedule_free_sgd(0.5, warmup_steps=5, b1=0.95, weight_decay=0.1, weight_lr_power=1.0)
