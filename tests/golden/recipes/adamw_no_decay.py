# params: single
# grads: normal
# seed: 122
# class: libm
# why: ["pow"]
optax.adamw(1e-2, weight_decay=0.0)
