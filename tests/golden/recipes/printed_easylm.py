# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# steps: 12
# seed: 101
# class: libm
# why: ["cos", "pow"]
from __future__ import annotations

import re
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import optax
from absl import logging

config = SimpleNamespace(
    init_lr=0.0, end_lr=1e-5, lr=3e-4, lr_warmup_steps=4, lr_decay_steps=20, b1=0.9, b2=0.95,
    clip_gradient=1.0, weight_decay=0.1, bf16_momentum=False, multiply_by_parameter_scale=False,
)


def get_weight_decay_mask(exclusions: tuple[str, ...]):
    """Decay everything whose name has none of the exclusions."""

    def decay(path, _) -> bool:
        name = jax.tree_util.keystr(path)
        for rule in exclusions:
            if re.search(rule, name) is not None:
                return False
        return True

    def weight_decay_mask(params):
        return jax.tree_util.tree_map_with_path(decay, params)

    return weight_decay_mask


def get_optimizer(config, weight_decay_mask: Callable[..., PyTree] | None = None) -> tuple[optax.GradientTransformation, dict[str, Any]]:
    learning_rate_schedule = optax.warmup_cosine_decay_schedule(
        init_value=config.init_lr,
        peak_value=config.lr,
        warmup_steps=config.lr_warmup_steps,
        decay_steps=config.lr_decay_steps,
        end_value=config.end_lr,
    )
    optimizer_info = dict(learning_rate_schedule=learning_rate_schedule)
    logging.info("decays to %g in %d steps", config.end_lr, config.lr_decay_steps)

    if config.multiply_by_parameter_scale:
        optimizer = scale_by_palm(config)
    else:
        optimizer = optax.chain(
            optax.clip(config.clip_gradient),
            optax.adamw(
                learning_rate=learning_rate_schedule,
                weight_decay=config.weight_decay,
                b1=config.b1,
                b2=config.b2,
                mask=weight_decay_mask,
                mu_dtype=jnp.bfloat16 if config.bf16_momentum else jnp.float32,
            ),
        )
    return optimizer, optimizer_info


optimizer, optimizer_info = get_optimizer(config, get_weight_decay_mask((re.escape("['bias']"), r"\['LayerNorm_[0-9]+'\]")))
