# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7362
# class: libm
# why: ["pow"]
# Optimizer with accumulation
optimizer = optax.MultiSteps(
    optax.adamw(1e-3, weight_decay=0.01),
    every_k_schedule=4  # Effective batch size = 4x
)
