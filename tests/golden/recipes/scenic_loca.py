# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 2403
# override: {"8": {"count": 18761}, "18": {"count": 60000}}
# class: libm
# why: ["cos", "pow"]
import jax
import jax.numpy as jnp
import optax

steps_per_epoch = 1_281_167 // 1024
warmup_steps, steps_per_cycle, alpha = 15 * steps_per_epoch, 100 * steps_per_epoch, 0.01


# constant * cosine_decay * linear_warmup
def learning_rate_fn(step):
    ratio = 0.001
    progress = jnp.maximum(0.0, step - warmup_steps) / float(steps_per_cycle - warmup_steps)
    restarts = jnp.floor(progress)
    progress -= restarts
    cosine_decay = jnp.maximum(0.0, 0.5 * 1.0**restarts * (1.0 + jnp.cos(jnp.pi * (progress % 1.0))))
    ratio *= (1 - alpha) * cosine_decay + alpha
    ratio *= jnp.minimum(1.0, step * 1.0 / warmup_steps)
    return jnp.asarray(ratio, dtype=jnp.float32)


weight_decay_mask = {
    "Dense_0": {"bias": False, "kernel": True},
    "Embed_0": {"embedding": True},
    "LayerNorm_0": {"scale": False},
}
tx = optax.inject_hyperparams(optax.adamw)(learning_rate=learning_rate_fn, weight_decay=0.1, mask=weight_decay_mask)
