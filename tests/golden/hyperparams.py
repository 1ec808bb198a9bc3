#!/usr/bin/env python3
"""Writes hyperparams.tsv: what `inject_hyperparams` makes of the numbers of every factory that has some.

A line has a call as a recipe and then, for float32 parameters and for float64 ones with jax_enable_x64, the fields of
`hyperparams` with their dtypes, and the first element of both updates in three steps, in mode `eager`. Each argument that
is a number is given as an int, as an array and as a schedule of each kind; what Optax itself refuses is left out.
"""

import inspect
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import jax
import jax.numpy as jnp
import numpy as np
import optax
import record_trace

REQUIRED = {
    "learning_rate": "0.1", "weight_decay": "0.1", "step_size": "0.5", "max_delta": "0.5", "max_norm": "0.5",
    "threshold": "0.5", "clipping": "0.5", "decay": "0.5", "eta": "0.5", "gamma": "0.5", "key": "7",
}
FACTORIES = [
    "sgd", "adam", "adamw", "nadam", "nadamw", "radam", "adabelief", "adagrad", "rmsprop", "lion", "lamb", "lars",
    "adafactor", "noisy_sgd", "scale", "scale_by_learning_rate", "clip", "clip_by_block_rms", "clip_by_global_norm",
    "adaptive_grad_clip", "trace", "ema", "scale_by_adam", "scale_by_belief", "scale_by_radam", "scale_by_rms",
    "scale_by_rss", "scale_by_stddev", "scale_by_lion", "scale_by_trust_ratio", "scale_by_param_block_rms",
    "scale_by_factored_rms", "add_decayed_weights", "add_noise", "adadelta", "adamax", "adamaxw", "adan", "amsgrad",
    "fromage", "novograd", "optimistic_gradient_descent", "optimistic_adam", "optimistic_adam_v2", "polyak_sgd", "rprop",
    "sign_sgd", "signum", "sm3", "yogi", "scale_by_adadelta", "scale_by_adamax", "scale_by_adan", "scale_by_amsgrad",
    "scale_by_novograd", "scale_by_optimistic_gradient", "scale_by_param_block_norm",
    "scale_by_polyak", "scale_by_rprop", "scale_by_sm3", "scale_by_yogi", "normalize_by_update_norm",
]
NEEDS_A_LOSS = ("polyak",)
KINDS = {
    "int": "1",
    "array": "jnp.float32(0.5)",
    "weak float": "optax.cosine_decay_schedule(0.5, 10)",
    "float32": "optax.linear_schedule(0.5, 0.1, 10)",
    "fraction": "optax.linear_schedule(0.5, 0.1, 9.5)",
    "python int": "optax.constant_schedule(1)",
    "count": "lambda step: step",
    "quotient": "lambda step: 1 / (step + 1)",
    "bool": "lambda step: step < 10",
}


SIZES = {"min_dim_size_to_factor", "decay_offset", "step_offset"}  # ints, whatever Optax would take


def run(recipe, x64):
    """The fields and their dtypes, and the updates; None where Optax refuses."""
    with jax.enable_x64(x64), record_trace.eager():
        dtype = jnp.float64 if x64 else jnp.float32  # without it they would be weak
        params = {"b": jnp.full((3,), 0.25, dtype), "w": jnp.full((2, 3), 0.5, dtype)}
        numbers = []
        try:
            tx = eval(recipe, {"optax": optax, "jnp": jnp})
            state = tx.init(params)
            before = fields(state)
            extra = {"value": jnp.ones(())} if any(name in recipe for name in NEEDS_A_LOSS) else {}
            for _ in range(3):
                updates, state = tx.update(params, state, params, **extra)
                numbers += [str(np.asarray(updates[name]).flat[0]) for name in ("b", "w")]
        except Exception:
            return None
        assert fields(state) == before, recipe
        return before, " ".join(numbers)


def fields(state):
    return " ".join(f"{name}:{jnp.asarray(x).dtype.name}" for name, x in sorted(state.hyperparams.items()))


def recipes(factory):
    parameters = inspect.signature(getattr(optax, factory)).parameters
    required = {name: REQUIRED[name] for name, p in parameters.items() if p.default is p.empty}
    def call(values):
        arguments = ", ".join(f"{name}={values[name]}" for name in parameters if name in values)
        # Optax would take the default of this argument for a schedule.
        static = ", static_args='decay_rate_fn'" if "decay_rate_fn" in parameters else ""
        return f"optax.inject_hyperparams(optax.{factory}{static})({arguments})"
    yield call(required)
    numbers = [name for name, p in parameters.items()
               if name in required or type(p.default) in (int, float)
               or p.default is None and name in ("learning_rate", "momentum", "weight_decay_rate", "clipping_threshold")]
    for name in numbers:
        if name in SIZES:
            continue
        for value in KINDS.values():
            yield call({**required, name: value})


def main():
    lines = []
    for factory in FACTORIES:
        for recipe in recipes(factory):
            found = [run(recipe, x64) for x64 in (False, True)]
            if None not in found:
                lines.append("\t".join((recipe, *found[0], *found[1])))
    (HERE / "hyperparams.tsv").write_text("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    main()
