# params: small
# grads: normal
# seed: 224
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.scale_by_adam)(b2=lambda step: 0.9 + 0.002 * step, eps=1e-6, nesterov=True)
