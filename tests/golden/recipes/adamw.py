# params: small
# grads: hostile
# seed: 116
# class: libm
# why: ["pow"]
optax.adamw(1e-2)
