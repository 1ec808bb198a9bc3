# params: small
# grads: hostile
# seed: 167
# class: exact
optax.ema(0.99, debias=False)
