# params: small
# grads: hostile
# seed: 2304
# steps: 32
# class: exact
optax.conditionally_mask(optax.sgd(0.1, momentum=0.9), lambda step: step % 3 == 1)
