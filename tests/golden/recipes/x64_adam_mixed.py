# params: mixed
# grads: normal
# seed: 138
# x64: true
# class: libm
# why: ["pow"]
# note: the float32 leaf is divided by the rounded float64 bias correction
optax.adam(1e-2)
