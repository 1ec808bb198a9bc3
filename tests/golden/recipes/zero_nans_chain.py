# params: small
# grads: nan
# seed: 198
# class: exact
# note: an infinity passes
optax.chain(optax.scale(2.0), optax.zero_nans(), optax.trace(0.9), optax.scale(-0.1))
