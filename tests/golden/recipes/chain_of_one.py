# params: single
# grads: normal
# seed: 80
# class: exact
optax.chain(optax.chain(optax.scale_by_lion()))
