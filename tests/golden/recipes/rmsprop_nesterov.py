# params: fresh
# grads: normal
# seed: 125
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(1e-2, momentum=0.9, nesterov=True)
