# params: small
# grads: normal
# seed: 83
# bindings: {"mask": {"dense": {"w": true, "b": false}, "gain": false, "deep": [true, false]}}
# class: exact
optax.masked(optax.trace(0.9), mask)
