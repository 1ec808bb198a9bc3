# shapes: {"decoder": {"bias": [3], "kernel": [4, 3]}, "shared": {"embedding": [4, 3]}}
# steps: 14
# seed: 107
# override: {"7": {"2/count": 400}}
# class: libm
# why: ["pow"]
from __future__ import annotations

import jax
import jax.numpy as jnp
import optax


def create_learning_rate_scheduler(
    factors: str = "constant * linear_warmup * rsqrt_decay",
    base_learning_rate: float = 0.5,
    warmup_steps: int = 8,
    decay_factor: float = 0.5,
    steps_per_decay: int = 50,
    steps_per_cycle: int = 1000,
) -> Callable[[jnp.ndarray], jnp.ndarray]:
    """A product of factors, as T5X names them."""
    factors = [n.strip() for n in factors.split("*")]

    def step_fn(step: jnp.ndarray) -> jnp.ndarray:
        ret = 1.0
        for name in factors:
            if name == "constant":
                ret *= base_learning_rate
            elif name == "linear_warmup":
                ret *= jnp.minimum(1.0, step / warmup_steps)
            elif name == "rsqrt_decay":
                ret /= jnp.sqrt(jnp.maximum(step, warmup_steps))
            elif name == "rsqrt_normalized_decay":
                ret *= jnp.sqrt(warmup_steps)
                ret /= jnp.sqrt(jnp.maximum(step, warmup_steps))
            elif name == "decay_every":
                ret *= decay_factor ** (step // steps_per_decay)
            elif name == "cosine_decay":
                progress = jnp.maximum(0.0, (step - warmup_steps) / float(steps_per_cycle))
                ret *= jnp.maximum(0.0, 0.5 * (1.0 + jnp.cos(jnp.pi * (progress % 1.0))))
            else:
                raise ValueError(f"Unknown factor {name}.")
        return jnp.asarray(ret, dtype=jnp.float32)

    return step_fn


def no_decay(params) -> dict[str, bool]:
    skipped = {"bias", "scale"}
    return jax.tree_util.tree_map_with_path(lambda path, _: path[-1].key not in skipped, params)


schedule = create_learning_rate_scheduler("constant * linear_warmup * rsqrt_normalized_decay * decay_every", base_learning_rate=0.01)
tx = optax.chain(
    optax.scale_by_adam(b1=0.9, b2=0.98, eps=1e-9),
    optax.add_decayed_weights(1e-2, mask=no_decay),
    optax.scale_by_schedule(lambda step: -schedule(step)),
)
