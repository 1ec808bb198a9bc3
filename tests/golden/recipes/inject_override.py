# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 8346
# override: {"5": {"hyperparams/learning_rate": 0.003}, "12": {"hyperparams/learning_rate": 0.0001, "hyperparams/weight_decay": 0.0}, "20": {"hyperparams/b1": 0.5}}
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adamw)(learning_rate=1e-2, weight_decay=0.1)
