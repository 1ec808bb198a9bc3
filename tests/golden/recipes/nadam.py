# params: small
# grads: normal
# seed: 191
# class: libm
# why: ["pow"]
optax.nadam(1e-2)
