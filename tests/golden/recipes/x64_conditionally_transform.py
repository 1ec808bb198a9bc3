# params: mixed
# grads: hostile
# seed: 2307
# steps: 32
# x64: true
# class: exact
optax.conditionally_transform(optax.sgd(0.1, momentum=0.9), lambda step: step % 2 == 0)
