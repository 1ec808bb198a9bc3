# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9475
# class: ulp
# why: ["rsqrt"]
optax.rmsprop(learning_rate=6.25e-5, decay=0.999, eps=1.5e-4, centered=True)
