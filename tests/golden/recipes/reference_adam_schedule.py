# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6839
# override: {"8": {"1/count": 996}, "18": {"1/count": 5000}}
# class: libm
# why: ["cos", "pow"]
# Create schedule
schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=1e-3,
    warmup_steps=1000,
    decay_steps=10000,
    end_value=1e-5
)

# Optimizer with schedule
optimizer = optax.adam(learning_rate=schedule)
