# params: small
# grads: normal
# seed: 124
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(1e-2, decay=0.95, momentum=0.9)
