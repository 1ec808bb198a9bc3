# params: small
# grads: normal
# seed: 187
# class: libm
# why: ["pow"]
optax.radam(1e-2)
