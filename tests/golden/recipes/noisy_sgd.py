# params: small
# grads: normal
# seed: 253
# class: libm
# why: ["normal", "pow"]
optax.noisy_sgd(0.1, key=3)
