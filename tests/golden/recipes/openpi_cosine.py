# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4588
# override: {"8": {"1/2/count": 996}, "18": {"1/2/count": 15000}}
# class: ulp
# why: ["cos", "pow", "sum"]
import jax
import optax

warmup_steps, peak_lr, decay_steps, decay_lr = 1_000, 2.5e-5, 30_000, 2.5e-6
lr = optax.warmup_cosine_decay_schedule(
    init_value=peak_lr / (warmup_steps + 1),
    peak_value=peak_lr,
    warmup_steps=warmup_steps,
    decay_steps=decay_steps,
    end_value=decay_lr,
)
tx = optax.adamw(
    lr, b1=0.9, b2=0.95, eps=1e-8, weight_decay=1e-10, mask=lambda p: jax.tree.map(lambda x: x.ndim > 1, p)
)
optimizer = optax.chain(optax.clip_by_global_norm(1.0), tx)
tx = optimizer
