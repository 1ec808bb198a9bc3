# params: single
# grads: normal
# seed: 55
# class: libm
# why: ["pow"]
# note: b1 = 0: the power is 0
optax.scale_by_adam(b1=0.0)
