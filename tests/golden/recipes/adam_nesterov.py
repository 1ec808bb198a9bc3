# params: small
# grads: normal
# seed: 113
# class: libm
# why: ["pow"]
optax.adam(1e-2, nesterov=True)
