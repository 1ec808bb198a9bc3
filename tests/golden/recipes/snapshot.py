# params: small
# grads: hostile
# seed: 2501
# steps: 32
# class: exact
optax.chain(optax.trace(0.9), optax.snapshot('largest', optax.tree.max), optax.scale(-0.1))
