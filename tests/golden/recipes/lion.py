# params: small
# grads: hostile
# seed: 130
# class: exact
optax.lion(1e-3)
