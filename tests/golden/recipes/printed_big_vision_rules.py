# shapes: {"Transformer": {"encoderblock_0": {"bias": [3], "kernel": [2, 3]}, "encoder_norm": {"scale": [3]}}, "head": {"bias": [2], "kernel": [3, 2]}}
# steps: 12
# seed: 106
# class: libm
# why: ["cos", "pow"]
import re
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import optax


def get_config(arg: str | None = None):
    config = SimpleNamespace()
    config.lr = 0.01
    config.wd = 1e-3
    config.total_steps = 30
    config.schedule = [
        ("head/.*", dict(decay_type="linear", warmup_steps=2)),
        (".*/scale", None),
        (".*", dict(decay_type="cosine", warmup_steps=4)),
    ]
    config.lr_mults = [("head/kernel", 0.5), (".*kernel", 2.0), (".*", 1.0)]
    if arg:
        config.arg = parse_arg(arg)
    return config


def make_mask_trees(tree, patterns):
    """For each pattern the leaves that it is the first to match."""
    flat = jax.tree_util.tree_map_with_path(lambda path, _: "/".join(k.key for k in path), tree)

    def first_match(name: str) -> int:
        for i, pattern in enumerate(patterns):
            if re.fullmatch(pattern, name):
                print(f"{name} - matched by {pattern}")
                return i
        else:
            return -1

    return [jax.tree.map(lambda name, i=i: first_match(name) == i, flat) for i in range(len(patterns))]


def create_learning_rate_schedule(total_steps, decay_type="stair", warmup_steps=0, base=1.0):
    def step_fn(step):
        progress = (step - warmup_steps) / float(total_steps - warmup_steps)
        progress = jnp.clip(progress, 0.0, 1.0)
        if decay_type in {"linear", "polynomial"}:
            lr = base * (1.0 - progress)
        elif decay_type == "cosine":
            lr = base * 0.5 * (1.0 + jnp.cos(jnp.pi * progress))
        elif decay_type == "stair":
            lr = base * stairs(step)
        else:
            raise ValueError(f"Unknown lr type {decay_type}")
        if warmup_steps:
            lr = lr * jnp.minimum(1.0, step / warmup_steps)
        return jnp.asarray(lr, dtype=jnp.float32)

    return step_fn


def mask_of(patterns, i):
    return lambda params: make_mask_trees(params, patterns)[i]


config = get_config()
patterns, schedules = zip(*config.schedule)
parts = [optax.scale_by_adam(b1=0.9, b2=0.95, mu_dtype=jnp.float32), optax.scale(config.lr)]
for i, (pattern, mult) in enumerate(config.lr_mults):
    if mult != 1.0:
        parts.append(optax.masked(optax.scale(mult), mask_of([p for p, _ in config.lr_mults], i)))
parts += [optax.add_decayed_weights(config.wd, mask_of([".*/kernel"], 0))]
for i, sched in enumerate(schedules):
    if sched is None:
        parts.append(optax.masked(optax.set_to_zero(), mask_of(patterns, i)))
    else:
        fn = create_learning_rate_schedule(config.total_steps, **sched)
        parts.append(optax.masked(optax.scale_by_schedule(fn), mask_of(patterns, i)))
tx = optax.chain(*parts, optax.scale(-1.0))
