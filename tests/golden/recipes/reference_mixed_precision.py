# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4734
# class: libm
# why: ["pow"]
learning_rate_schedule = optax.linear_schedule(1e-3, 0.0, 1000)

# Dynamic loss scaling for mixed precision
optimizer = optax.chain(
    optax.scale_by_adam(),
    optax.scale_by_schedule(learning_rate_schedule),
    optax.scale(-1.0)
)
