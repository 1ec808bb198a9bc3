# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 5312
# override: {"8": {"1/2/count": 996}, "18": {"1/2/count": 15000}}
# class: ulp
# why: ["pow", "sum"]
import jax.numpy as jnp
import optax

warmup_steps, peak_lr, timescale = 1_000, 5e-5, 10_000
lr = optax.join_schedules(
    [
        optax.linear_schedule(
            init_value=peak_lr / (warmup_steps + 1), end_value=peak_lr, transition_steps=warmup_steps
        ),
        lambda step: peak_lr / jnp.sqrt((timescale + step) / timescale),
    ],
    [warmup_steps],
)
tx = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(lr, b1=0.9, b2=0.95, eps=1e-8, weight_decay=1e-10))
