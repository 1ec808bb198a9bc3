# params: small
# grads: normal
# seed: 208
# x64: true
# class: ulp
# why: ["sum"]
optax.lars(0.1, weight_decay=0.01)
