# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9166
# override: {"8": {"1/count": 996}, "18": {"1/count": 5000}}
# class: libm
# why: ["pow"]
# Schedule composition
def custom_schedule(step):
    warmup = optax.linear_schedule(0.0, 1e-3, 1000)
    decay = optax.exponential_decay(1e-3, 1000, 0.96)
    return jax.lax.cond(
        step < 1000,
        lambda: warmup(step),
        lambda: decay(step - 1000)
    )

# Use with optimizer
optimizer = optax.adam(learning_rate=custom_schedule)
