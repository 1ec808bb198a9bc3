# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 2403
# override: {"8": {"count": 9996}, "18": {"count": 60000}}
# class: libm
# why: ["cos", "pow"]
import jax
import jax.numpy as jnp
import optax

base, warmup, total = 1e-3, 10_000, 100_000


def learning_rate_fn(step):
    progress = jnp.clip((step - warmup) / float(total - warmup), 0.0, 1.0)
    return base * jnp.minimum(1.0, step / warmup) * 0.5 * (1.0 + jnp.cos(jnp.pi * progress))


weight_decay_mask = {
    "Dense_0": {"bias": False, "kernel": True},
    "Embed_0": {"embedding": True},
    "LayerNorm_0": {"scale": False},
}
tx = optax.inject_hyperparams(optax.adamw)(learning_rate=learning_rate_fn, weight_decay=0.1, mask=weight_decay_mask)
