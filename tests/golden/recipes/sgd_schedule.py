# params: small
# grads: normal
# seed: 109
# class: libm
# why: ["pow"]
optax.sgd(optax.exponential_decay(0.1, 10, 0.5), momentum=0.9)
