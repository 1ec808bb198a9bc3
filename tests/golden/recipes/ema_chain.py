# params: small
# grads: zero
# seed: 168
# class: libm
# why: ["pow"]
optax.chain(optax.ema(decay=0.8), optax.scale(-0.05))
