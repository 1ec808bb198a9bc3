#!/usr/bin/env python3
"""Writes language_schedules.safetensors.gz: schedules with loops, sets, linspace, zeros, numbers of 16 bits and the like.

Laid out as recipe_schedules.safetensors.gz (see recipe_schedules.py).
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import jax
import optax
import optaxx_jax
import recipe_schedules

CONFIGS = {
    "loop_of_pieces": """
def schedule(step):
    rate = 0.3
    for boundary, factor in zip((20, 60, 140), [0.5, 0.2, 0.1]):
        rate = jnp.where(step >= boundary, rate * factor, rate)
    return rate
""",
    "loop_with_break": """
edges = {10: 0.1, 50: 0.07, 150: 0.03}

def schedule(step):
    rate = 0.2
    for edge, value in edges.items():
        if step < edge:
            break
        rate = value
    else:
        rate = rate / 2
    return rate * (1 + step)
""",
    "loop_over_warmups": """
def schedule(step):
    total = 0.0
    for i, period in enumerate(range(30, 120, 30), start=1):
        if period == 60:
            continue
        total += jnp.minimum(step / period, 1.0) / i
    return total
""",
    "named_part": """
def schedule(step):
    return (part := jnp.clip(step / 100, 0.0, 1.0)) * part + (1 - part) * 0.1
""",
    "bits_of_conditions": """
def schedule(step):
    inside = (step >= 20) & (step < 90) | (step == 120)
    outside = (step < 5) ^ inside
    return jnp.where(inside, 0.3, 0.1) + jnp.where(outside, 0.05, 0.0) + (step & 3) * 0.001 + (step | 1) * 1e-5
""",
    "linspace_lookup": "lambda step: jnp.linspace(1e-3, 1e-5, 11)[step // 16]",
    "linspace_sum": "lambda step: sum(jnp.linspace(0.1, 0.7, 7) * step) + jnp.linspace(0, 1, 3)[1]",
    "linspace_of_steps": "lambda step: jnp.linspace(0.5, step, 5)[3]",
    "linspace_open": "lambda step: jnp.linspace(2, 3, num=4, endpoint=False)[step % 4] * 0.1",
    "linspace_integers": "lambda step: jnp.linspace(0, 1000, 7, dtype=jnp.int32)[step % 7] * 0.001",
    "linspace_of_numpy": "lambda step: jnp.asarray(np.linspace(1e-3, 1e-5, 11))[step // 16] * 2",
    "searched_linspace": """
edges = np.linspace(0, 150, 4)

def schedule(step):
    rates = jnp.linspace(0.4, 0.1, 5)
    return rates[jnp.searchsorted(jnp.array(edges), step)]
""",
    "zeros_and_ones": "lambda step: (jnp.zeros(3) + jnp.ones((3,)) * 0.1)[1] * step + jnp.ones(()) * 0.3",
    "zeros_of_a_dtype": "lambda step: jnp.zeros(2, jnp.int32)[0] + step * jnp.ones([], dtype=jnp.float32) * 0.7",
    "converted": "lambda step: jax.lax.convert_element_type(step, jnp.float32) * 0.3 + 0.1",
    "converted_to_integer": "lambda step: jax.lax.convert_element_type(step * 0.7, jnp.int32) / 7",
    "bfloat16_of_the_step": "lambda step: (step.astype(jnp.bfloat16) * 0.01 + 1e-3).astype(jnp.float32)",
    "bfloat16_arithmetic": """
def schedule(step):
    x = jax.lax.convert_element_type(step, jnp.bfloat16)
    y = (x / 7 - 0.3) * jnp.array(1.1, jnp.bfloat16) + x ** 3 * 1e-4 - jnp.sqrt(x)
    return jnp.float32(jnp.maximum(-y, 0.1))
""",
    "bfloat16_functions": """
def schedule(step):
    x = jnp.array(0.01 * step, dtype=jnp.bfloat16)
    return (jnp.cos(x) + jnp.where(x > 0.5, x, 0.25) + jnp.abs(-x) + jnp.floor(x * 3)).astype(jnp.float32)
""",
    "bfloat16_meets_float32": "lambda step: jnp.array(1.1, jnp.bfloat16) * jnp.float32(0.1) * step",
    "float16_arithmetic": """
def schedule(step):
    x = jnp.float16(0.1) * step.astype(jnp.float16) / 3 + 1e-3
    return (x ** 2 + jnp.square(x) - x).astype(jnp.float32)
""",
    "float16_meets_bfloat16": "lambda step: jnp.float16(0.1) * jnp.bfloat16(0.3) * step",
    "bfloat16_array": "lambda step: jnp.array([0.1, 0.2, 0.7], jnp.bfloat16)[step % 3].astype(jnp.float32) * 3",
    "limits_of_types": """
def schedule(step):
    last = jnp.iinfo(jnp.int32).max
    return jnp.where(step < last, 0.3, 0.0) + jnp.finfo(jnp.float32).eps * step + np.finfo(np.float32).tiny
""",
    "ndim_of_the_step": "lambda step: 0.1 * step if jnp.ndim(step) == 0 else 0.0",
    "merged_options": """
base = {"init_value": 0.5, "transition_steps": 50}
base |= {"end_value": 0.1}
schedule = optax.linear_schedule(**(base | {"transition_begin": 10}))
""",
    "told": """
import logging

def schedule(step):
    print("step", step)
    logging.info("at %d", step)
    jax.debug.print("{s}", s=step)
    return 0.1 / (1 + step)
""",
}


def make():
    tensors = {
        f"{name}/{mode}": recipe_schedules.table(recipe, mode == "x64")
        for name, recipe in CONFIGS.items() for mode in ("f32", "x64")
    }
    optaxx_jax.write_safetensors(HERE / "language_schedules.safetensors.gz", tensors, {
        "format": "optaxx.schedules.v1", "configs": json.dumps(CONFIGS), "steps": json.dumps(recipe_schedules.STEPS),
        "mode": "eager", "optax": optax.__version__, "jax": jax.__version__,
    })


if __name__ == "__main__":
    make()
