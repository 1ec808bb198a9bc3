#!/usr/bin/env python3
"""Writes dtypes.tsv: the dtypes that Optax gives to updates and states, where parameters and gradients have others.

A row is a recipe, the dtype of the parameters, that of the gradients, and the dtypes after two steps: of the updates, then
of the state's leaves, in order. `refused` is a run that Optax does not make. The recipes are those of
tests/recipe/described.txt that Optax reads, and all optimizers with their defaults. Made with the versions that README.md
names.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import jax
import jax.numpy as jnp
import numpy as np
import optax
import record_trace

NAMES = ["bfloat16", "float16", "float32"]
DEFAULTS = [
    "optax.adabelief(0.1)", "optax.adafactor(0.1)", "optax.adagrad(0.1)", "optax.adam(0.1)", "optax.adamw(0.1)",
    "optax.lamb(0.1)", "optax.lars(0.1)", "optax.lion(0.1)", "optax.nadam(0.1)", "optax.nadamw(0.1)",
    "optax.noisy_sgd(0.1)", "optax.radam(0.1)", "optax.rmsprop(0.1)", "optax.rmsprop(0.1, centered=True, momentum=0.9)",
    "optax.sgd(0.1)", "optax.sgd(0.1, momentum=0.9)", "optax.trace(0.9)", "optax.ema(0.9)", "optax.scale_by_adam()",
    "optax.scale_by_rms()", "optax.scale_by_stddev()", "optax.scale_by_rss()", "optax.scale_by_belief()",
    "optax.scale_by_radam()", "optax.scale_by_lion()", "optax.scale_by_factored_rms()",
    "optax.scale_by_factored_rms(min_dim_size_to_factor=2)",
    "optax.chain(optax.trace(0.9, accumulator_dtype=jnp.float32), optax.scale_by_adam())",
    "optax.chain(optax.scale_by_adam(mu_dtype=jnp.float32), optax.trace(0.9))",
    "optax.masked(optax.adam(0.1), {'b': True, 'w': False})",
    "optax.MultiSteps(optax.adam(0.1), 1)", "optax.MultiSteps(optax.sgd(0.1, momentum=0.9), 2)",
    "optax.apply_if_finite(optax.adam(0.1), 2)",
]
PARAMS = {"b": (3,), "w": (4, 3)}


def needs_a_loss(recipe):
    return any(name in recipe for name in ("momo", "polyak", "reduce_on_plateau"))


NEEDS_A_FUNCTION = ("hutchinson",)
PER_EXAMPLE = ("differentially_private_aggregate", "dpsgd")


def tree(dtype):
    return {name: jnp.full(shape, 0.5, dtype) for name, shape in PARAMS.items()}


def run(recipe, params, grads):
    with record_trace.eager():
        tx = optax.with_extra_args_support(record_trace.evaluate(recipe))
        params, grads = tree(params), tree(grads)
        if any(name in recipe for name in PER_EXAMPLE):
            grads = jax.tree.map(lambda x: jnp.stack([x, x]), grads)
        if "lookahead(" in recipe:
            params = optax.LookaheadParams.init_synced(params)
        extra = {"value": 0.5} if needs_a_loss(recipe) else {}
        if any(name in recipe for name in NEEDS_A_FUNCTION):
            extra["obj_fn"] = record_trace.half_squares_of_sums
        if "opaque_mode=True" in recipe:
            extra["grad_fn"] = record_trace.quarters_of_params
        state = tx.init(params)
        for _ in range(2):
            updates, state = tx.update(grads, state, params, **extra)
            params = optax.apply_updates(params, updates)
    return [np.dtype(x.dtype).name if not jax.dtypes.issubdtype(x.dtype, jax.dtypes.prng_key) else "key"
            for x in jax.tree.leaves((updates, state))]


def main():
    texts = (HERE.parent / "recipe" / "described.txt").read_text().splitlines()
    rows = []
    for recipe in [text for text in texts if "optaxx." not in text] + DEFAULTS:
        for params in NAMES:
            for grads in NAMES:
                try:
                    dtypes = " ".join(run(recipe, params, grads))
                except Exception as error:
                    print(f"{recipe}, {params}, {grads}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
                    dtypes = "refused"
                rows.append(f"{recipe}\t{params}\t{grads}\t{dtypes}\n")
    (HERE / "dtypes.tsv").write_text("".join(rows))


if __name__ == "__main__":
    main()
