# params: small
# grads: normal
# seed: 176
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(1e-2, centered=True, initial_scale=1.0)
