# params: small
# grads: normal
# seed: 118
# bindings: {"mask": {"dense": {"w": true, "b": false}, "gain": false, "deep": [true, false]}}
# class: libm
# why: ["pow"]
optax.adamw(1e-2, weight_decay=0.1, mask=mask)
