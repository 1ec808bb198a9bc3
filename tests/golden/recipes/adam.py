# params: small
# grads: hostile
# seed: 111
# class: libm
# why: ["pow"]
optax.adam(1e-2)
