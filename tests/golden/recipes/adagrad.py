# params: small
# grads: normal
# seed: 189
# class: ulp
# why: ["rsqrt"]
optax.adagrad(0.1)
