# params: small
# grads: hostile
# seed: 141
# x64: true
# class: exact
optax.sgd(0.1, momentum=0.9)
