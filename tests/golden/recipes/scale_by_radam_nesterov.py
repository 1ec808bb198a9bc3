# params: small
# grads: hostile
# seed: 186
# class: libm
# why: ["pow"]
optax.scale_by_radam(b2=0.99, nesterov=True)
