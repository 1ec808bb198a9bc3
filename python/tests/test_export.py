"""python -m optaxx.export: what a script builds, as text that recipes read."""

import subprocess
import sys

import numpy as np
import pytest
from conftest import bits

import optaxx

pytest.importorskip("jax")

SCRIPT = """
import argparse

import jax
import jax.numpy as jnp
import optax
from optax.schedules import linear_schedule

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.5)
args = parser.parse_args()
PEAK = 0.25


def warm(step):
    return PEAK * jnp.minimum(1.0, step / 4)


def rate(step):
    return warm(step) / 2


def of_args(step):
    return args.lr


def mask(params):
    return jax.tree.map(lambda p: p.ndim > 1, params)


optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=args.lr, mask=mask))
bound = optax.sgd(of_args)
number = 3


def make():
    return optax.adam(linear_schedule(0.1, 0.0, 10))


if __name__ == "__main__":
    raise SystemExit("trains")
"""


@pytest.fixture
def export(tmp_path):
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)

    def run(name, *args):
        command = [sys.executable, "-m", "optaxx.export", f"{script}:{name}", *(["--args", *args] if args else [])]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)

    return run


def last_update(tx, params):
    state = tx.init(params)
    for step in range(3):
        updates, state = tx.update({"w": np.full((2, 2), 0.5 + step, np.float32), "b": np.ones(2, np.float32)}, state, params)
    return updates


def test_functions_stand_in_front_of_the_call(export):
    result = export("optimizer", "--lr", "0.125")
    assert result.returncode == 0, result.stderr
    assert result.stdout.rstrip().endswith(
        "tx = optax.chain(optax.clip_by_global_norm(max_norm=1.0), optax.adamw(learning_rate=rate, weight_decay=0.125, mask=mask))"
    )
    params = {"w": np.ones((2, 2), np.float32), "b": np.ones(2, np.float32)}
    here = optaxx.chain(
        optaxx.clip_by_global_norm(1.0),
        optaxx.adamw(lambda step: np.float32(0.25) * min(1.0, step / 4) / 2, weight_decay=0.125, mask={"w": True, "b": False}),
    )
    assert bits(last_update(optaxx.recipe(result.stdout), params)) == bits(last_update(here, params))


def test_a_function_that_makes_it_is_called(export):
    assert export("make").stdout == (
        "optax.adam(learning_rate=optax.linear_schedule(init_value=0.1, end_value=0.0, transition_steps=10))\n"
    )


def test_what_recipes_do_not_read_is_to_be_bound(export):
    text = export("bound").stdout
    assert text == "# To be bound: of_args\noptax.sgd(learning_rate=of_args)\n"

    def of_args(step):
        return 0.5

    assert optaxx.describe(optaxx.recipe(text, of_args=of_args)) == "optax.sgd(learning_rate=of_args)"


@pytest.mark.parametrize(
    "name, said",
    [("nothing", "has no 'nothing'"), ("number", "'number' of"), ("", "has no ''")],
)
def test_what_is_no_transformation_is_named(export, name, said):
    result = export(name)
    assert result.returncode == 2 and said in result.stderr


def test_a_script_is_named_that_is_not_there():
    result = subprocess.run([sys.executable, "-m", "optaxx.export", "no.py:tx"], capture_output=True, text=True)
    assert result.returncode == 2 and "no.py: no such file" in result.stderr
