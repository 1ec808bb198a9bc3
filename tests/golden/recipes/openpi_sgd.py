# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7984
# class: exact
optax.sgd(5e-5, momentum=0.9, nesterov=False)
