# params: small
# grads: nan
# seed: 42
# class: exact
# note: NaN stays NaN, Inf is clipped
optax.clip(0.5)
