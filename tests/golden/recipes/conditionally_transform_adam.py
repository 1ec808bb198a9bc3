# params: ranks
# grads: normal
# seed: 2302
# steps: 32
# class: libm
# why: ["pow"]
optax.chain(optax.conditionally_transform(optax.scale_by_adam(), lambda step: step >= 4), optax.scale(-0.1))
