# params: fresh
# grads: normal
# seed: 132
# class: exact
optax.lion(optax.linear_schedule(1e-3, 1e-4, 25), weight_decay=0.0)
