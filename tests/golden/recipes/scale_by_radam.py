# params: small
# grads: normal
# seed: 184
# class: libm
# why: ["pow"]
optax.scale_by_radam()
