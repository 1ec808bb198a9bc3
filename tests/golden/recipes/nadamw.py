# params: small
# grads: normal
# seed: 193
# class: libm
# why: ["pow"]
optax.nadamw(1e-2, weight_decay=0.05)
