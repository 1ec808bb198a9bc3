# params: small
# grads: hostile
# seed: 75
# class: exact
optax.add_decayed_weights(optax.linear_schedule(0.1, 0.0, 20))
