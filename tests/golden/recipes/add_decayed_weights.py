# params: small
# grads: hostile
# seed: 73
# class: exact
optax.add_decayed_weights(0.05)
