# params: single
# grads: normal
# seed: 137
# x64: true
# class: libm
# why: ["pow"]
optax.adam(1e-2, b2=0.99, nesterov=True)
