#!/usr/bin/env python3
"""Writes recipe_schedules.safetensors.gz: what schedules written in Python give under JAX.

Laid out as schedules.safetensors.gz (see schedules.py), but a config is a recipe for `schedule_recipe`: an expression, or
statements that bind `schedule`.
"""

import json
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optaxx_jax
import record_trace

STEPS = [*range(160), *range(167, 2200, 41)]

CONFIGS = {
    "def_cond": """
def schedule(step):
    warmup = optax.linear_schedule(0.0, 1e-3, 100)
    decay = optax.exponential_decay(1e-3, 100, 0.96)
    return jax.lax.cond(step < 100, lambda: warmup(step), lambda: decay(step - 100))
""",
    "def_branches": """
def schedule(step, peak=0.1):
    \"\"\"Three levels.\"\"\"
    if step < 50:
        return peak * step / 50
    elif step < 100:
        rate = peak
    else:
        rate = peak / 2
        rate *= 0.5
    return rate * jnp.cos(step * 1e-3)
""",
    "closure": """
def make(peak, warmup, total):
    def rate(step):
        ramp = jnp.minimum(step, warmup) / warmup
        part = jnp.clip((step - warmup) / (total - warmup), 0.0, 1.0)
        return peak * ramp * 0.5 * (1 + jnp.cos(jnp.pi * part))
    return rate

schedule = make(3e-4, 100, 2000)
""",
    "partial": """
from functools import partial

def inverse(step, scale, shift):
    return scale * (step + shift) ** -0.5

schedule = partial(inverse, scale=0.3, shift=10)
""",
    "comprehension": """
knots = [(0, 0.1), (50, 0.2), (500, 0.05)]
schedule = lambda step: sum(jnp.where(step >= at, rate, 0.0) for at, rate in knots)
""",
    "operands": "lambda step: jax.lax.cond(step > 30, lambda a, b: a * b, lambda a, b: a + b, step, 0.25)",
    "select": "lambda step: jnp.select([step < 10, step < 100], [0.1, 0.2], 0.3)",
    "switch": "lambda step: jax.lax.switch(step // 40, [lambda s: 0.1 * s, lambda s: 0.2 + s, lambda s: s * 0.7], step)",
    "lax_select": "lambda step: jax.lax.select(step % 2 == 0, step * 0.5, step * 0.25)",
    "lax_min": "lambda step: jax.lax.min(step, jnp.int32(77)) * 0.01",
    "where": "lambda step: jnp.where(step % 3 == 0, 0.3, step * 0.1)",
    "logical": "lambda step: jnp.where(jnp.logical_and(step > 5, jnp.logical_not(step > 70)), 1e-3, 2e-3)",
    "mod": "lambda step: 0.1 * jnp.mod(step, 7) + jnp.mod(step / 3, 0.7)",
    "floor": "lambda step: 0.1 * 0.5 ** jnp.floor((1 + step) / 10)",
    "ceil": "lambda step: 1e-3 * jnp.ceil(step / 9)",
    "sign": "lambda step: jnp.sign(step - 40) * 0.5",
    "trigonometry": "lambda step: jnp.sin(step * 0.1) + jnp.cos(step / 20)",
    "tangent": "lambda step: jnp.tan(step * 0.01)",
    "square": "lambda step: jnp.square(step / 50) + jnp.abs(30 - step) * 1e-3",
    "power": "lambda step: jnp.power(0.97, step) + jnp.power(step + 1, -0.5)",
    "astype": "lambda step: step.astype(jnp.float32) / jnp.float32(70) + jnp.asarray(0.5)",
    "numpy": "lambda step: 0.5 * (1 + jnp.cos(np.pi * step / 200)) * math.sqrt(2.0)",
    "sqrt": "lambda step: 0.1 / jnp.sqrt(jnp.maximum(step, 16))",
    "python_max": "lambda step: 0.1 / max(step, 16)",
    "ternary": "lambda step: 1e-3 if step < 64 else 1e-3 * 0.9 ** (step - 64)",
    "clip_names": "lambda step: jnp.clip(step / 100, min=0.1, max=0.9)",
    "cyclic": "lambda step: 0.01 + 0.09 * jnp.maximum(0, 1 - jnp.abs(step / 50 - 2 * jnp.floor(1 + step / 100) + 1))",
    "log": "lambda step: 0.1 / jnp.log(step + 2)",
    "exp": "lambda step: 0.1 * jnp.exp(-step / 300)",
    "log2": "lambda step: 1e-2 * jnp.log2(step + 1)",
    "log10": "lambda step: 1e-2 * jnp.log10(1.0 + step)",
    "interp": """
points = jnp.array([0, 100, 1000, 2000])
rates = jnp.array([0.0, 0.1, 0.03, 1e-3])
schedule = lambda step: jnp.interp(step, points, rates)
""",
    "interp_options": """
points = jnp.array([10.0, 10.0, 300.5])
def schedule(step):
    flat = jnp.interp(step, points, jnp.array([1, 2, 3]), left=0.5, right=step * 0.01)
    on = jnp.interp(step * 0.3, jnp.array([2, 40]), jnp.array([0.7, 0.1]), "extrapolate", "extrapolate")
    return flat + on
""",
    "interp_period": """
def schedule(step):
    return jnp.interp(step, jnp.array([130.0, 20.0, -15.0]), jnp.array([0.3, 0.7, 0.2]), period=90)
""",
    "interp_one_point": "lambda step: jnp.interp(step / 7, jnp.array([20.0]), jnp.array([0.3]), right=0.1)",
    "interp_of_arrays": "lambda step: sum(jnp.interp(jnp.array([step, 3]), jnp.array([0, 9, 90]), jnp.array([3.3, 0.1, 7])))",
    "interp_single": """
def schedule(step):
    return jnp.interp(step.astype(jnp.float32), jnp.array([0, 500], dtype=jnp.float32), np.array([0.1, 0.3]))
""",
    "interp_numpy": "lambda step: np.interp(step, [0, 100, 1000], [0.1, 0.7, 0.013]) * 0.3",
    "interp_numpy_options": """
points = np.array([5, 50.5, 700])
def schedule(step):
    return np.interp(step, points, points * 0.1, left=-1, right=2) + np.interp(step, [9, 4], [0.1, 0.7], period=-11)
""",
    "array_levels": """
boundaries = jnp.array([30, 100, 1000])
rates = jnp.array([0.1, 0.03, 0.01, 3e-3])
schedule = lambda step: rates[jnp.searchsorted(boundaries, step, side="right")]
""",
    "array_levels_left": """
boundaries = jnp.array([30, 100, 1000])
schedule = lambda step: jnp.searchsorted(boundaries, step) / 10 + jnp.searchsorted(jnp.array([0.5, 7.5]), step)
""",
    "array_levels_numpy": """
boundaries = np.array([30, 100, 1000])
rates = np.array([0.1, 0.03, 0.01, 3e-3])
schedule = lambda step: rates[np.searchsorted(boundaries, step, side="right")] * jnp.float32(0.7)
""",
    "array_index": """
rates = jnp.array([0.1, 0.2, 0.4])
def schedule(step):
    return rates[step // 50] + rates[-step] * rates[1] + rates[-1] + rates[7] + rates[-7]
""",
    "array_of_ints": "lambda step: jnp.array([7, 11, 13])[step % 3] / 10 + jnp.array([True, False])[step % 2] * 0.5",
    "array_arithmetic": """
powers = jnp.array([1, 2, 3])
def schedule(step):
    parts = (step * 0.01) ** powers - powers / 7 + 0.1 * jnp.sqrt(step + powers) % jnp.array([0.3, 0.7, 0.9])
    return sum(jnp.where(parts > 0.2, jnp.minimum(parts, 3.0), -parts)) * len(powers)
""",
    "array_numpy": """
widths = np.array([0.3, 1, 7]) * 3 + 0.1
def schedule(step):
    parts = jnp.clip(widths * step / 300, 0.1, np.array([0.7, 0.8, 0.9])) + widths
    return parts[0] + parts[1] + parts[2] * np.sqrt(widths)[0]
""",
    "array_of_steps": """
def schedule(step):
    parts = jnp.array([step, step * 0.3, 0.1])
    return parts[0] * parts[1] + parts[2] + max(jnp.array([step, 70]).astype(jnp.float32))
""",
    "array_knots": """
knots = jnp.array([0, 50, 500])
values = jnp.array([0.1, 0.2, 0.05])
schedule = lambda step: sum(jnp.where(step >= at, value, 0.0) for at, value in zip(knots, values))
""",
    "weak_ints": "lambda step: jnp.asarray(3) / 7 * step.astype(jnp.float32) + jnp.sqrt(2) * jnp.float32(0.3)",
    "bools": "lambda step: ((step > 9) + (step > 99)) * 0.1 + ((step > 9) * (step < 500)) * 0.7 + (step > 70) / 3",
}

# The blocks of an Optax reference as printed, and the schedules that they bind.
REFERENCE = {
    ("constant", "piecewise",): """
# Simple constant rate
constant = optax.constant_schedule(value=1e-3)

# Piecewise constant
piecewise = optax.piecewise_constant_schedule(
    init_value=1e-3,
    boundaries_and_scales={
        1000: 0.1,   # Multiply by 0.1 at step 1000
        5000: 0.1,   # Multiply by 0.1 at step 5000
    }
)
""",
    ("exp_decay", "poly_decay", "cosine_decay",): """
# Exponential decay
exp_decay = optax.exponential_decay(
    init_value=1e-3,
    transition_steps=1000,
    decay_rate=0.96,
    staircase=False  # Smooth vs step decay
)

# Polynomial decay
poly_decay = optax.polynomial_schedule(
    init_value=1e-3,
    end_value=1e-5,
    power=1.0,  # Linear decay
    transition_steps=10000
)

# Cosine decay
cosine_decay = optax.cosine_decay_schedule(
    init_value=1e-3,
    decay_steps=10000,
    alpha=0.1  # Min LR = 0.1 * init_value
)
""",
    ("warmup_linear", "warmup_cosine", "warmup_exp",): """
# Linear warmup
warmup_linear = optax.linear_schedule(
    init_value=0.0,
    end_value=1e-3,
    transition_steps=1000
)

# Warmup + cosine decay (most common for transformers)
warmup_cosine = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=1e-3,
    warmup_steps=1000,
    decay_steps=10000,
    end_value=1e-5
)

# Warmup + exponential decay
warmup_exp = optax.warmup_exponential_decay_schedule(
    init_value=0.0,
    peak_value=1e-3,
    warmup_steps=1000,
    transition_steps=10000,
    decay_rate=0.96
)
""",
}
CONFIGS |= {f"reference_{name}": f"{block}\nschedule = {name}\n" for names, block in REFERENCE.items() for name in names}


def schedule_of(recipe):
    names = {"optax": optax, "jax": jax, "jnp": jnp, "np": np, "math": math}
    if "\n" not in recipe:
        return eval(recipe, names)
    exec(recipe, names)
    return names["schedule"]


def table(recipe, x64):
    with jax.enable_x64(x64), record_trace.eager():
        schedule = schedule_of(recipe)
        return np.stack([jnp.asarray(schedule(jnp.asarray(step, jnp.int32))) for step in STEPS])


def make():
    tensors = {
        f"{name}/{mode}": table(recipe, mode == "x64") for name, recipe in CONFIGS.items() for mode in ("f32", "x64")
    }
    optaxx_jax.write_safetensors(HERE / "recipe_schedules.safetensors.gz", tensors, {
        "format": "optaxx.schedules.v1", "configs": json.dumps(CONFIGS), "steps": json.dumps(STEPS), "mode": "eager",
        "optax": optax.__version__, "jax": jax.__version__,
    })


if __name__ == "__main__":
    make()
