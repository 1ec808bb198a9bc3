# params: single
# grads: normal
# seed: 98
# class: libm
# why: ["pow"]
# note: the number of micro-batches grows with the gradient step
optax.MultiSteps(optax.adam(1e-2), every_k_schedule=lambda step: 1 + step // 3)
