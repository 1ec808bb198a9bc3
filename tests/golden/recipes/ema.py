# params: small
# grads: normal
# seed: 166
# class: libm
# why: ["pow"]
optax.ema(0.9)
