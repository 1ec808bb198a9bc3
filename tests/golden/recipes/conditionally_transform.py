# params: small
# grads: hostile
# seed: 2301
# steps: 32
# class: exact
optax.conditionally_transform(optax.sgd(0.1, momentum=0.9), lambda step: step % 3 == 1)
