# params: single
# grads: hostile
# seed: 74
# class: exact
# note: gradients come out unchanged, -0 too
optax.add_decayed_weights(0.0)
