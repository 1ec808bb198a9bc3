# params: mixed
# grads: normal
# seed: 147
# x64: true
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(1e-2, momentum=0.9)
