# params: mixed
# grads: normal
# seed: 256
# x64: true
# class: libm
# why: ["normal", "pow"]
optax.add_noise(0.1, 0.55, 7)
