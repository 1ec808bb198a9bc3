# params: small
# grads: hostile
# seed: 49
# class: exact
optax.trace(decay=0.9)
