# params: small
# grads: hostile
# seed: 2514
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.split_real_and_imaginary(optax.adam(0.1, nesterov=True))
