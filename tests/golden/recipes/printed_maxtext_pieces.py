# shapes: {"params": {"decoder": {"kernel": [3, 4]}, "logits": {"bias": [4]}}}
# steps: 14
# seed: 111
# class: libm
# why: ["cos", "pow"]
from __future__ import annotations

from types import SimpleNamespace

import jax.numpy as jnp
import optax

config = SimpleNamespace(
    learning_rate=3e-4, steps=20, warmup_steps_fraction=0.2, learning_rate_final_fraction=0.1, decay_steps_fraction=0.5,
    learning_rate_schedule_steps=16, lr_schedule_type="wsd", opt_type="adamw", mu_dtype="", adam_b1=0.9, adam_b2=0.95, adam_eps=1e-8,
    adam_weight_decay=0.1,
)


def create_learning_rate_schedule(config):
    """Warmup, a plateau, a decay, and zero for what is left."""
    lr, final = config.learning_rate, config.learning_rate * config.learning_rate_final_fraction
    warmup_steps = int(config.learning_rate_schedule_steps * config.warmup_steps_fraction)
    decay_steps = int(config.learning_rate_schedule_steps * config.decay_steps_fraction)
    stable_steps = config.learning_rate_schedule_steps - warmup_steps - decay_steps
    zero_steps = config.steps - config.learning_rate_schedule_steps

    def make_cos_schedule(init_lr, final_lr, len_steps):
        def schedule(step):
            pct = step / (len_steps - 1) if len_steps > 1 else 1.0
            a = 0.5 * (jnp.cos(jnp.pi * pct) + 1)
            return init_lr * a + final_lr * (1 - a)

        return schedule

    pieces: list[Callable] = []
    boundaries: list[int] = []
    at: int = 0
    for length, piece in (
        (warmup_steps, optax.linear_schedule(init_value=0.0, end_value=lr, transition_steps=warmup_steps)),
        (stable_steps, optax.constant_schedule(lr)),
        (decay_steps, make_cos_schedule(lr, final, decay_steps)),
        (zero_steps, optax.constant_schedule(0.0)),
    ):
        if length <= 0:
            continue
        pieces.append(piece)
        at += length
        boundaries += [at]
    print(f"{len(pieces)} pieces, {boundaries=}")
    return optax.join_schedules(pieces, boundaries[:-1])


def get_optimizer(config, learning_rate_schedule):
    if config.opt_type == "adamw":
        return optax.adamw(
            learning_rate_schedule, b1=config.adam_b1, b2=config.adam_b2, eps=config.adam_eps, eps_root=0.0,
            weight_decay=config.adam_weight_decay, mu_dtype=getattr(jnp, config.mu_dtype) if config.mu_dtype else None,
        )
    elif config.opt_type == "adam_pax":
        return adam_pax(learning_rate_schedule, beta1=config.adam_b1)
    else:
        raise ValueError(f"{config.opt_type=} is not a supported.")


tx = get_optimizer(config, create_learning_rate_schedule(config))
