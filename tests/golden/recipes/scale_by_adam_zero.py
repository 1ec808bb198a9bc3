# params: single
# grads: zero
# seed: 57
# class: libm
# why: ["pow"]
# note: the first gradient is zero: 0 / (0 + eps)
optax.scale_by_adam()
