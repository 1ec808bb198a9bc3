# params: mixed
# grads: hostile
# seed: 2507
# steps: 32
# x64: true
# class: exact
optax.chain(optax.trace(0.9), optax.snapshot('largest', lambda updates: optax.tree.max(updates)), optax.scale(-0.1))
