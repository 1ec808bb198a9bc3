# params: small
# grads: normal
# seed: 89
# bindings: {"labels": {"dense": {"w": "decay", "b": "plain"}, "gain": "frozen", "deep": ["decay", "plain"]}}
# class: libm
# why: ["pow"]
optax.partition(
    {'decay': optax.adamw(1e-2, weight_decay=0.1),
     'plain': optax.sgd(0.1, momentum=0.9), 'frozen': optax.set_to_zero()},
    labels,
)
