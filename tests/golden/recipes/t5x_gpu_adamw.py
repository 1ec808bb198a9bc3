# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6399
# class: ulp
# why: ["pow", "sum"]
import optax

tx = optax.chain(
    optax.clip_by_global_norm(max_norm=1.0),
    optax.adamw(learning_rate=1e-4, weight_decay=0.01),
)
