# params: small
# grads: hostile
# seed: 40
# class: exact
optax.clip(0.5)
