# params: small
# grads: normal
# seed: 255
# x64: true
# class: libm
# why: ["normal", "pow"]
optax.noisy_sgd(0.1, eta=0.1, key=5)
