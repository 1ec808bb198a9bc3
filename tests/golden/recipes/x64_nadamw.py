# params: small
# grads: normal
# seed: 206
# x64: true
# class: libm
# why: ["pow"]
optax.nadamw(1e-2, weight_decay=0.1)
