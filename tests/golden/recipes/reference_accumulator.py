# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6247
# class: libm
# why: ["pow"]
# Accumulate over multiple batches (useful for large models)
optimizer = optax.MultiSteps(
    optax.adam(1e-3),
    every_k_schedule=4  # Update every 4 batches
)

# Custom accumulation
accumulator = optax.chain(
    optax.scale(1.0 / 4),  # Scale by accumulation steps
    optax.adam(1e-3)
)

tx = accumulator
