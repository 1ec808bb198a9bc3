# params: fresh
# grads: normal
# seed: 2303
# steps: 32
# extra: ["value"]
# class: exact
optax.conditionally_transform(optax.trace(0.9), lambda step, value, **_: (value > 0.0) | (step < 2), forward_extra_args=True)
