# params: small
# grads: hostile
# seed: 3
# class: exact
optax.scale(-0.3)
