# params: single
# grads: normal
# seed: 56
# class: libm
# why: ["pow"]
# note: a tree of one leaf: bias correction is a division here too
optax.scale_by_adam()
