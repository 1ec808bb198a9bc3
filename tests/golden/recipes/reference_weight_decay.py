# shapes: {"bias": [2], "kernel": [3, 3]}
# grads: normal
# steps: 30
# seed: 3369
# class: exact
# L2 regularization (weight decay)
weight_decay = optax.add_decayed_weights(
    weight_decay=0.01,
    mask=None  # Apply to all params
)

tx = weight_decay
