# params: small
# grads: hostile
# seed: 79
# class: exact
optax.chain(
    optax.clip(1.0),
    optax.chain(optax.trace(0.9), optax.identity(), optax.scale(0.5)),
    optax.scale(-0.1),
)
