#!/usr/bin/env python3
"""Writes schedules.safetensors.gz: the values of schedules over ten thousand steps, as an optimizer gets them.

Entries `<config>/f32` and `<config>/x64` (with jax_enable_x64; F32 or F64, as Optax returns it) hold one value for
every entry of the metadata's `steps`. `configs` maps the name of a config to its recipe. Every value comes from a call
of its own with an int32 count, as in an optimizer, in mode `eager`. `weak` names the entries whose values take the
precision of what they meet; the others are arrays of their dtype.
"""

import json
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

STEPS = [*range(2001), *range(2037, 10001, 37)]

CONFIGS = {
    "constant": "optax.constant_schedule(0.05)",
    "linear": "optax.linear_schedule(1e-3, 1e-5, 1000)",
    "linear_up": "optax.linear_schedule(0.0, 0.3, 777)",
    "linear_begin": "optax.linear_schedule(0.1, 0.003, 1500, transition_begin=100)",
    "polynomial_square": "optax.polynomial_schedule(1e-3, 1e-5, 2, 1000)",
    "polynomial_cube_begin": "optax.polynomial_schedule(0.1, 0.0, 3, 3000, transition_begin=250)",
    "polynomial_fifth": "optax.polynomial_schedule(0.1, 0.002, 5, 1900)",
    "polynomial_float": "optax.polynomial_schedule(0.1, 0.002, 1.5, 1000)",
    "polynomial_below_one": "optax.polynomial_schedule(1e-3, 0.0, 0.9, 1777, transition_begin=50)",
    "polynomial_float_two": "optax.polynomial_schedule(0.1, 0.002, 2.0, 1000)",
    "cosine": "optax.cosine_decay_schedule(1e-3, 1000)",
    "cosine_alpha": "optax.cosine_decay_schedule(0.1, 5000, alpha=0.1)",
    "cosine_exponent_int": "optax.cosine_decay_schedule(0.1, 1777, alpha=0.05, exponent=2)",
    "cosine_exponent_float": "optax.cosine_decay_schedule(0.1, 1000, exponent=1.5)",
    "exponential": "optax.exponential_decay(1e-3, 100, 0.9)",
    "exponential_per_step": "optax.exponential_decay(0.1, 1, 0.997)",
    "exponential_staircase": "optax.exponential_decay(0.1, 130, 0.8, staircase=True)",
    "exponential_end_value": "optax.exponential_decay(0.1, 300, 0.7, end_value=0.002)",
    "exponential_begin": "optax.exponential_decay(0.1, 200, 0.5, transition_begin=500, staircase=True, end_value=1e-4)",
    "exponential_growth": "optax.exponential_decay(1e-5, 400, 1.7, transition_begin=10, end_value=0.01)",
    "piecewise_constant": "optax.piecewise_constant_schedule(0.1, {1500: 0.3, 100: 0.5, 700: 2.0, 5000: 0.01})",
    "piecewise_constant_plain": "optax.piecewise_constant_schedule(0.1)",
    "warmup_cosine": "optax.warmup_cosine_decay_schedule(0.0, 1e-3, 100, 1000)",
    "warmup_cosine_end_value": "optax.warmup_cosine_decay_schedule(1e-6, 3e-4, 300, 9000, end_value=3e-5)",
    "warmup_cosine_exponent": "optax.warmup_cosine_decay_schedule(0.0, 0.1, 150, 1777, end_value=0.001, exponent=2.5)",
    "warmup_constant": "optax.warmup_constant_schedule(1e-5, 1e-3, 333)",
    "warmup_exponential": "optax.warmup_exponential_decay_schedule(0.0, 1e-3, 100, 250, 0.7)",
    "warmup_exponential_options": "optax.warmup_exponential_decay_schedule(1e-4, 0.1, 150, 300, 0.8,"
                                  " transition_begin=50, staircase=True, end_value=0.01)",
    "join": "optax.join_schedules([optax.linear_schedule(0.0, 0.1, 200), optax.constant_schedule(0.1),"
            " optax.cosine_decay_schedule(0.1, 1000, alpha=0.01)], boundaries=[200, 600])",
    "join_exponential": "optax.join_schedules([optax.linear_schedule(0.0, 0.1, 200),"
                        " optax.exponential_decay(0.1, 300, 0.8)], [200])",
    "interpolate_linear": "optax.piecewise_interpolate_schedule('linear', 1e-3, {1000: 0.1, 100: 3.0, 5000: 0.5})",
    "interpolate_cosine": "optax.piecewise_interpolate_schedule('cosine', 0.1, {0: 0.5, 333: 0.25, 1777: 1.5})",
    "interpolate_plain": "optax.piecewise_interpolate_schedule('linear', 0.1)",
    "onecycle_linear": "optax.linear_onecycle_schedule(1000, 0.1)",
    "onecycle_linear_options": "optax.linear_onecycle_schedule(1777, 0.3, pct_start=0.21, pct_final=0.77,"
                               " div_factor=7.0, final_div_factor=300.0)",
    "onecycle_cosine": "optax.cosine_onecycle_schedule(1000, 0.1)",
    "onecycle_cosine_options": "optax.cosine_onecycle_schedule(5000, 1e-3, 0.1, 10.0, 100.0)",
    "sgdr": "optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=10, decay_steps=100),"
            " dict(init_value=0.0, peak_value=0.05, warmup_steps=20, decay_steps=1500, end_value=0.001, exponent=2.0)])",
    "fraction_interpolate_linear": "optax.piecewise_interpolate_schedule('linear', 0.1, {100.5: 0.5, 1000: 2})",
    "fraction_interpolate_cosine": "optax.piecewise_interpolate_schedule('cosine', 1, {100.5: 0.5, 1000.25: 0.1})",
    "fraction_onecycle_linear": "optax.linear_onecycle_schedule(999.5, 1)",
    "fraction_sgdr": "optax.sgdr_schedule([dict(init_value=0.0, peak_value=0.1, warmup_steps=2.5, decay_steps=100),"
                     " dict(init_value=0, peak_value=0.05, warmup_steps=20, decay_steps=99.5)] * 2)",
    "integers_interpolate": "optax.piecewise_interpolate_schedule('linear', 4, {100: 2.5, 1000: 3})",
    "fraction_linear": "optax.linear_schedule(0.0, 0.3, 777.5)",
    "fraction_linear_whole": "optax.linear_schedule(1e-3, 1e-5, 1000.0)",
    "fraction_linear_begin": "optax.linear_schedule(0.1, 0.003, 1500, transition_begin=100.3)",
    "fraction_linear_early": "optax.linear_schedule(0.1, 0.003, 1500, transition_begin=-2.5)",
    "fraction_linear_short": "optax.linear_schedule(0.1, 0.003, 0.7)",
    "fraction_polynomial": "optax.polynomial_schedule(0.1, 0.0, 3, 2999.9, transition_begin=250.25)",
    "fraction_polynomial_float": "optax.polynomial_schedule(0.1, 0.002, 1.5, 1234.5)",
    "fraction_cosine": "optax.cosine_decay_schedule(0.1, 1777.7, alpha=0.05, exponent=2)",
    "fraction_exponential": "optax.exponential_decay(1e-3, 100.1, 0.9)",
    "fraction_exponential_begin": "optax.exponential_decay(0.1, 200, 0.5, transition_begin=500.5, staircase=True,"
                                  " end_value=1e-4)",
    "fraction_exponential_growth": "optax.exponential_decay(1e-5, 333.3, 2, transition_begin=10.0, end_value=0.01)",
    "fraction_piecewise": "optax.piecewise_constant_schedule(0.1, {1500.5: 0.3, 100: 0.5, 700.0: 2, 33.3: 0.1})",
    "fraction_warmup_constant": "optax.warmup_constant_schedule(1e-5, 1e-3, 333.3)",
    "fraction_warmup_cosine": "optax.warmup_cosine_decay_schedule(0, 0.1, 2.5, 25)",
    "fraction_warmup_cosine_decay": "optax.warmup_cosine_decay_schedule(1e-6, 3e-4, 300, 1000.5, end_value=3e-5)",
    "fraction_warmup_cosine_whole": "optax.warmup_cosine_decay_schedule(0.0, 0.1, 0.1 * 1500, 1500, exponent=2)",
    "fraction_warmup_exponential": "optax.warmup_exponential_decay_schedule(0.0, 1e-3, 100.5, 22.5, 0.7)",
    "fraction_warmup_exponential_begin": "optax.warmup_exponential_decay_schedule(1e-4, 0.1, 150, 300.25, 0.8,"
                                         " transition_begin=50.5, staircase=True, end_value=0.01)",
    "fraction_join": "optax.join_schedules([optax.linear_schedule(0.0, 0.1, 200), optax.constant_schedule(0.1),"
                     " optax.cosine_decay_schedule(0.1, 1000, alpha=0.01)], boundaries=[200.5, 600.7])",
    "fraction_join_first_ints": "optax.join_schedules([optax.linear_schedule(0.0, 0.1, 200),"
                                " optax.exponential_decay(0.1, 300, 0.8),"
                                " optax.piecewise_constant_schedule(0.1, {100: 0.5})], [20, 600.7])",
    "fraction_join_nested": "optax.join_schedules([optax.constant_schedule(0.1), optax.join_schedules("
                            "[optax.linear_schedule(0.1, 0.3, 50), optax.linear_schedule(0.3, 0.0, 500)], [50])], [9.9])",
    "fraction_join_lambda": "optax.join_schedules([lambda step: 0.1 * step, lambda step: 1e-3 * step / 3], [333.3])",
    "integers": "optax.constant_schedule(3)",
    "integers_linear": "optax.linear_schedule(3, 1, 0)",
    "integers_piecewise": "optax.piecewise_constant_schedule(4, {100: 2, 1000: 0.5})",
    "integers_join": "optax.join_schedules([optax.constant_schedule(2), optax.constant_schedule(3)], [10])",
    "integers_join_step": "optax.join_schedules([optax.constant_schedule(2), lambda step: step // 2], [10])",
    "integers_join_float": "optax.join_schedules([optax.constant_schedule(2), optax.cosine_decay_schedule(0.1, 1000)], [10])",
    "lambda_rational": "lambda step: 0.1 / (1 + 0.05 * step)",
    "lambda_integer": "lambda step: 0.5 * (step // 40) - 0.1 * (step % 7)",
    "lambda_warmup": "lambda step: 0.3 * jnp.minimum(step / 1000, 1.0)",
    "lambda_root": "lambda step: 0.1 / jnp.sqrt(1 + step / 100)",
    "lambda_power": "lambda step: 0.1 * jnp.maximum(step, 10) ** -0.5",
}


def table(recipe, x64):
    with jax.enable_x64(x64), record_trace.eager():
        schedule = record_trace.evaluate(recipe)
        values = [schedule(jnp.asarray(step, jnp.int32)) for step in STEPS]
        weak, = {getattr(value, "weak_type", True) for value in values}
        return np.stack([jnp.asarray(value) for value in values]), weak


def make():
    tables = {
        f"{name}/{mode}": table(recipe, mode == "x64") for name, recipe in CONFIGS.items() for mode in ("f32", "x64")
    }
    optaxx_jax.write_safetensors(HERE / "schedules.safetensors.gz", {name: values for name, (values, _) in tables.items()}, {
        "format": "optaxx.schedules.v1", "configs": json.dumps(CONFIGS), "steps": json.dumps(STEPS), "mode": "eager",
        "weak": json.dumps([name for name, (_, weak) in tables.items() if weak]),
        "optax": optax.__version__, "jax": jax.__version__,
    })


if __name__ == "__main__":
    make()
