# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4178
# bindings: {"batch_size": 128}
# class: libm
# why: ["pow"]
optax.adam(learning_rate=2.5e-4, eps=0.01 / batch_size)
