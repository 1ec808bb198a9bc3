# params: fresh
# grads: normal
# seed: 216
# class: exact
optax.selective_transform(optax.sgd(0.1, momentum=0.9), freeze_mask=False)
