# params: fresh
# grads: normal
# seed: 2306
# steps: 32
# extra: ["value"]
# class: exact
optax.conditionally_mask(optax.trace(0.9), lambda step, value, **_: value > 0.0, forward_extra_args=True)
