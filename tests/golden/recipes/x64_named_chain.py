# params: small
# grads: normal
# seed: 221
# x64: true
# class: libm
# why: ["pow"]
optax.named_chain(('moments', optax.scale_by_adam()), ('decay', optax.add_decayed_weights(0.01)), ('step', optax.scale(-0.01)))
