# params: small
# grads: normal
# seed: 188
# class: libm
# why: ["pow"]
optax.radam(optax.linear_schedule(1e-2, 1e-3, 25), b2=0.95, threshold=6.0, nesterov=True)
