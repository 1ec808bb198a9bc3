# params: ranks
# grads: normal
# steps: 32
# seed: 7020
# x64: true
# class: exact
optax.adadelta(0.5, weight_decay=optax.linear_schedule(0.1, 0.0, 20))
