# params: small
# grads: hostile
# seed: 123
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(1e-2)
