# params: small
# grads: hostile
# seed: 82
# class: exact
# note: six links without approximation
optax.chain(
    optax.clip(2.0),
    optax.trace(decay=0.9, nesterov=True),
    optax.add_decayed_weights(0.01),
    optax.scale_by_schedule(optax.linear_schedule(1.0, 0.1, 25)),
    optax.scale(0.5),
    optax.scale_by_learning_rate(0.1),
)
