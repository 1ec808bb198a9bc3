# params: single
# grads: normal
# seed: 65
# class: exact
optax.scale_by_lion(b1=0.95, b2=0.98)
