# params: mixed
# grads: normal
# seed: 150
# x64: true
# class: ulp
# why: ["pow", "sum"]
optax.lamb(1e-2, weight_decay=0.01)
