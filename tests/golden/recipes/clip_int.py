# params: single
# grads: hostile
# seed: 41
# class: exact
optax.clip(1)
