# params: small
# grads: normal
# seed: 204
# x64: true
# class: ulp
# why: ["rsqrt"]
optax.adagrad(0.1)
