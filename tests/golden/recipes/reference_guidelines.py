# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7566
# override: {"8": {"2/count": 996}, "18": {"2/count": 5000}}
# class: libm
# why: ["cos", "pow"]
# 1. Start with Adam for fast prototyping
optimizer = optax.adam(1e-3)

# 2. Add gradient clipping for stability
optimizer = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adam(1e-3)
)

# 3. Use warmup for transformers
schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=1e-3,
    warmup_steps=1000,
    decay_steps=10000
)
optimizer = optax.adam(learning_rate=schedule)

# 4. Add weight decay for regularization
optimizer = optax.adamw(
    learning_rate=schedule,
    weight_decay=0.01
)
