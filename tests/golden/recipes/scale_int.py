# params: single
# grads: normal
# seed: 5
# class: exact
optax.scale(-2)
