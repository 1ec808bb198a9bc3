# shapes: {"decoder": {"bias": [2], "kernel": [3, 3]}, "embeddings": {"bias": [2], "kernel": [3, 3]}, "encoder": {"bias": [2], "kernel": [3, 3]}}
# grads: normal
# steps: 30
# seed: 8748
# class: ulp
# why: ["pow", "sum"]
# Different optimizers for different parameter groups
optimizer = optax.multi_transform(
    {
        'encoder': optax.sgd(0.01, momentum=0.9),
        'decoder': optax.adam(1e-3),
        'embeddings': optax.adafactor(1e-3),
    },
    param_labels={
        'encoder': 'encoder',
        'decoder': 'decoder',
        'embeddings': 'embeddings',
    }
)
