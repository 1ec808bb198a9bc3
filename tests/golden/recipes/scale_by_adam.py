# params: small
# grads: hostile
# seed: 51
# class: libm
# why: ["pow"]
optax.scale_by_adam()
