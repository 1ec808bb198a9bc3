# params: small
# grads: hostile
# seed: 66
# class: exact
optax.scale_by_lion(mode='refined')
