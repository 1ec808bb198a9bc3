# params: small
# grads: normal
# seed: 87
# class: libm
# why: ["pow"]
optax.masked(
    optax.chain(optax.scale_by_adam(), optax.add_decayed_weights(0.01), optax.scale(-0.01)),
    {'dense': {'w': True, 'b': False}, 'gain': True, 'deep': [False, False]},
)
