# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7151
# class: libm
# why: ["pow"]
optax.adam(learning_rate=6.25e-5, b1=0.9, b2=0.999, eps=1.5e-4)
