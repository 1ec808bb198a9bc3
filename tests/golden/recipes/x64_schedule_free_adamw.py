# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2133
# steps: 20
# x64: true
# class: libm
# why: ["pow"]
optax.contrib.schedule_free_adamw(0.1, warmup_steps=5)
