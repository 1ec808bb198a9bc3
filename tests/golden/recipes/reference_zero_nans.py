# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: nan
# steps: 30
# seed: 5795
# class: ulp
# why: ["pow", "sum"]
# Zero out gradients for specific parameters
zero_nans = optax.zero_nans()

# Apply different transformations to different params
optimizer = optax.chain(
    optax.zero_nans(),
    optax.clip_by_global_norm(1.0),
    optax.scale_by_adam(),
    optax.add_decayed_weights(0.01),
    optax.scale(-1e-3)
)
