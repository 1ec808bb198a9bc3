# params: small
# grads: normal
# seed: 76
# bindings: {"mask": {"dense": {"w": true, "b": false}, "gain": false, "deep": [true, false]}}
# class: exact
optax.add_decayed_weights(weight_decay=0.05, mask=mask)
