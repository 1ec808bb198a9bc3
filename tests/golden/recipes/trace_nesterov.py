# params: small
# grads: hostile
# seed: 50
# class: exact
optax.trace(0.9, nesterov=True)
