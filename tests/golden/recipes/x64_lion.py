# params: mixed
# grads: hostile
# seed: 149
# x64: true
# class: exact
optax.lion(1e-3, weight_decay=0.1)
