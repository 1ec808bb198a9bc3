# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 1141
# class: ulp
# why: ["pow", "sum"]
learning_rate = optax.linear_schedule(init_value=3e-4, end_value=0.0, transition_steps=1_000)
optimizer = optax.chain(
    optax.clip_by_global_norm(0.5),
    optax.scale_by_adam(eps=1e-7),
    optax.scale_by_schedule(learning_rate),
    optax.scale(-1),
)
