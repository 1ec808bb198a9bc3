# params: mixed
# grads: normal
# seed: 144
# x64: true
# class: libm
# why: ["pow"]
# note: the accumulator is float32
optax.MultiSteps(optax.adam(1e-2), 3, use_grad_mean=False)
