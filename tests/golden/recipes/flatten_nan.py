# params: fresh
# grads: nan
# seed: 2510
# steps: 32
# class: exact
optax.chain(optax.flatten(optax.chain(optax.zero_nans(), optax.trace(0.9, nesterov=True))), optax.scale(-0.1))
