# params: fresh
# grads: nan
# seed: 2502
# steps: 32
# class: exact
optax.chain(optax.sgd(0.1, momentum=0.9), optax.snapshot('sizes', lambda updates: jax.tree.map(jnp.abs, updates)))
