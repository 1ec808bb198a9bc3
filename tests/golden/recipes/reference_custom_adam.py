# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9484
# override: {"15": {"3/count": 5000}}
# class: ulp
# why: ["cos", "pow", "sum"]
schedule = optax.cosine_decay_schedule(1e-3, 10000)

# Custom Adam with extra features
custom_adam = optax.chain(
    optax.clip_by_global_norm(1.0),           # 1. Clip gradients
    optax.scale_by_adam(b1=0.9, b2=0.999),    # 2. Adam statistics
    optax.add_decayed_weights(0.01),          # 3. Weight decay
    optax.scale_by_schedule(schedule),        # 4. Learning rate schedule
    optax.scale(-1.0)                         # 5. Gradient descent step
)

tx = custom_adam
