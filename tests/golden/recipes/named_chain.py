# params: small
# grads: normal
# seed: 213
# class: libm
# why: ["pow"]
optax.named_chain(('clip', optax.clip(1.0)), ('adam', optax.scale_by_adam()), ('step', optax.scale(-0.01)))
