# params: small
# grads: hostile
# seed: 4
# class: exact
# note: signs of zero
optax.scale(0.0)
