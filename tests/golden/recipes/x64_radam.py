# params: small
# grads: normal
# seed: 203
# x64: true
# class: libm
# why: ["pow"]
optax.radam(1e-2, b2=0.9)
