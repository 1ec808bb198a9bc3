# params: fresh
# grads: normal
# seed: 121
# class: libm
# why: ["pow"]
optax.adamw(1e-2, weight_decay=0.05, nesterov=True)
