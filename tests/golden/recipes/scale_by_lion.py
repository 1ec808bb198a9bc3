# params: small
# grads: hostile
# seed: 64
# class: exact
optax.scale_by_lion()
