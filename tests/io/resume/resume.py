#!/usr/bin/env python3
"""A run that begins in Optax, goes on in optaxx and ends in Optax: 100 steps each.

    resume.py make             runs all 300 steps in Optax and writes <name>.safetensors beside this file
    resume.py check DIRECTORY  takes what optaxx has written after step 200, runs the third leg in Optax, and compares the
                               end with that of 300 steps in Optax, bit by bit

    OPTAXX_RESUME_DIR=/tmp/resumed build/dev/bin/io_test --gtest_filter='resume*' && ./resume.py check /tmp/resumed

Needs jax and optax, as tools/record_trace.py does.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tools"))

import jax
import jax.numpy as jnp
import numpy as np
import optax

import optaxx_jax
import record_trace

LEG = 100
SHAPES = {"dense": {"b": (4,), "w": (3, 4)}, "gain": ()}
RECIPES = {
    "adamw": "optax.adamw(optax.warmup_cosine_decay_schedule(0.0, 1e-2, 150, 280), weight_decay=0.1)",
    "multi_steps": "optax.MultiSteps(optax.adamw(optax.linear_schedule(1e-2, 1e-3, 80), weight_decay=0.01), 3)",
    "partition": "optax.partition({'decay': optax.adamw(1e-2, weight_decay=0.1), 'plain': optax.sgd(0.1, momentum=0.9)},"
                 " {'dense': {'b': 'plain', 'w': 'decay'}, 'gain': 'decay'})",
    "inject_hyperparams": "optax.inject_hyperparams(optax.adamw)(learning_rate=optax.cosine_decay_schedule(1e-2, 250),"
                          " b1=optax.linear_schedule(0.8, 0.95, 220), weight_decay=0.05)",
    "clip_by_global_norm": "optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(1e-2))",
}


def problem():
    """Parameters, and the gradients of all steps."""
    rng = np.random.default_rng(300)
    def draw(scale):
        return jax.tree.map(lambda shape: jnp.asarray(scale * rng.standard_normal(shape), jnp.float32), SHAPES,
                            is_leaf=lambda node: isinstance(node, tuple))
    return draw(1.0), [draw(10.0 ** rng.uniform(-2, 1)) for _ in range(3 * LEG)]


def run(tx, params, state, grads):
    for gradient in grads:
        updates, state = tx.update(gradient, state, params)
        params = optax.apply_updates(params, updates)
    return {"params": params, "state": state}


def legs(recipe):
    """The transformation, and what there is after 0, 100, 200 and 300 steps."""
    params, grads = problem()
    tx = record_trace.evaluate(recipe)
    runs = [{"params": params, "state": tx.init(params)}]
    for first in range(0, 3 * LEG, LEG):
        runs.append(run(tx, **runs[-1], grads=grads[first:first + LEG]))
    return tx, runs


def make():
    _, grads = problem()
    middle = jax.tree.map(lambda *steps: jnp.stack(steps), *grads[LEG:2 * LEG])
    for name, recipe in RECIPES.items():
        _, runs = legs(recipe)
        file = HERE / f"{name}.safetensors"
        optaxx_jax.save(file, {"grads": middle, "after_100": runs[1], "after_200": runs[2]},
                        {"recipe": recipe, "optax": optax.__version__})
        print(f"{name:20} {file.stat().st_size:6}")


def same_bits(a, b):
    a, b = optaxx_jax.flat(a), optaxx_jax.flat(b)
    return [name for name in a | b if a[name].tobytes() != b[name].tobytes()]


def check(directory):
    failed = False
    for name, recipe in RECIPES.items():
        tx, runs = legs(recipe)
        resumed = optaxx_jax.load(pathlib.Path(directory) / f"{name}.safetensors", runs[0])
        end = run(tx, **resumed, grads=problem()[1][2 * LEG:])
        for step, here, there in (200, runs[2], resumed), (300, runs[3], end):
            different = same_bits(here, there)
            largest = max((abs(a - b).max() for a, b in zip(map(np.float64, jax.tree.leaves(here)),
                                                            map(np.float64, jax.tree.leaves(there)))))
            print(f"{name:20} after {step}: " + (f"{len(different)} leaves differ, by {largest:.2g} at most"
                                                 if different else "the same bits"))
            failed |= bool(different) and name != "clip_by_global_norm"  # XLA's order of a sum is its own
    return 1 if failed else 0


def main(arguments):
    with record_trace.eager():
        match arguments:
            case ["make"]:
                return make()
            case ["check", directory]:
                return check(directory)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
