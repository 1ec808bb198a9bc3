# params: small
# grads: normal
# seed: 97
# class: libm
# why: ["pow"]
optax.MultiSteps(optax.adamw(optax.linear_schedule(1e-2, 1e-3, 8), weight_decay=0.01), 3)
