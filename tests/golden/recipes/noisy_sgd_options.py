# params: single
# grads: normal
# seed: 254
# class: libm
# why: ["normal", "pow"]
optax.noisy_sgd(optax.linear_schedule(0.1, 0.01, 25), eta=0.5, gamma=0.3, key=17)
