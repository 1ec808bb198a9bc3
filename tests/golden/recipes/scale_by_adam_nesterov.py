# params: small
# grads: hostile
# seed: 53
# class: libm
# why: ["pow"]
optax.scale_by_adam(nesterov=True)
