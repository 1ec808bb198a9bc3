# shapes: {"embed": [4, 3], "head": {"bias": [2], "weight": [3, 2]}}
# steps: 14
# seed: 105
# class: libm
# why: ["cos", "pow"]
from __future__ import annotations

import jax.numpy as jnp
import optax


def _inv_sqrt_decay(lr: float, min_lr: float, warmup: int, timescale: float = 100):
    def schedule(count):
        decay = jnp.minimum(1.0, 1.0 / jnp.sqrt(jnp.maximum(count + warmup, 1) / timescale))
        return jnp.maximum(lr * decay, min_lr)

    return schedule


def lr_scheduler(learning_rate: float, num_train_steps: int, cycles: int | list[int] | None = None, *, warmup: float | int = 0.1,
                 rewarmup: float = 0.5, kind: Literal["cosine", "linear", "inv_sqrt"] = "cosine", min_lr_ratio: float = 0.1):
    min_lr = learning_rate * min_lr_ratio
    points: list[int]
    if cycles is None:
        points = [0, num_train_steps]
    elif isinstance(cycles, int):
        points = [int(p) for p in jnp.linspace(0, num_train_steps, cycles + 1)]
    else:
        points = [0, *cycles, num_train_steps]

    schedules: list[optax.Schedule] = []
    boundaries: list[int] = []
    previous_end: float = 0.0
    for cycle, (start, end) in enumerate(zip(points[:-1], points[1:])):
        cycle_steps = end - start
        share = warmup if cycle == 0 else rewarmup
        if (warmup_steps := int(share * cycle_steps) if isinstance(share, float) else share) != 0:
            schedules.append(optax.linear_schedule(previous_end, learning_rate, warmup_steps))
            boundaries.append(start + warmup_steps)
        if kind == "cosine":
            schedules.append(optax.cosine_decay_schedule(learning_rate, cycle_steps - warmup_steps, min_lr_ratio))
        elif kind == "linear":
            schedules.append(optax.linear_schedule(learning_rate, min_lr, cycle_steps - warmup_steps))
        elif kind == "inv_sqrt":
            schedules.append(_inv_sqrt_decay(learning_rate, min_lr, warmup_steps))
        else:
            raise ValueError(f"Unknown lr_schedule: {kind}")
        boundaries.append(end)
        previous_end = min_lr
    return optax.join_schedules(schedules, boundaries[:-1])


tx = optax.chain(
    optax.scale_by_adam(0.9, 0.95),
    optax.scale_by_learning_rate(lr_scheduler(2e-3, 12, cycles=2, warmup=2, kind="cosine")),
)
