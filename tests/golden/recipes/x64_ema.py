# params: mixed
# grads: normal
# seed: 201
# x64: true
# class: libm
# why: ["pow"]
optax.ema(0.99)
