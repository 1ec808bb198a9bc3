# params: fresh
# grads: normal
# seed: 120
# class: libm
# why: ["pow"]
optax.adamw(1e-2, weight_decay=optax.linear_schedule(0.1, 0.0, 20))
