# params: small
# grads: hostile
# seed: 136
# x64: true
# class: libm
# why: ["pow"]
optax.adam(1e-2)
