#!/usr/bin/env python3
"""A training that records itself, as a user's would: `training_jit` with a jitted step, `training_eager` without.

A small network learns a sine; before step 12 the loop lowers the learning rate.
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
from recorder import Recorder


def make(name):
    recipe = record_trace.read_recipe(HERE / "recipes" / f"{name}.py")["recipe"]
    tx = record_trace.evaluate(recipe)
    recorder = Recorder(HERE / f"{name}.safetensors.gz", recipe=recipe)
    tx = recorder.wrap(tx)

    rng = np.random.default_rng(0)
    params = {
        "hidden": {"w": jnp.asarray(rng.standard_normal((3, 6)), jnp.float32), "b": jnp.zeros(6)},
        "out": {"w": jnp.asarray(rng.standard_normal((6, 1)), jnp.float32), "b": jnp.zeros(1)},
    }
    state = tx.init(params)

    def loss_fn(params, x, y):
        hidden = jnp.tanh(x @ params["hidden"]["w"] + params["hidden"]["b"])
        return jnp.mean((hidden @ params["out"]["w"] + params["out"]["b"] - y) ** 2)

    def step(params, state, x, y):
        loss, grads = jax.value_and_grad(loss_fn)(params, x, y)
        updates, state = tx.update(grads, state, params)
        return optax.apply_updates(params, updates), state, loss

    if name == "training_jit":
        step = jax.jit(step)
    for k in range(31):
        if k == 12:
            state[1].hyperparams["learning_rate"] = jnp.asarray(3e-3)
        x = jnp.asarray(rng.standard_normal((16, 3)), jnp.float32)
        params, state, loss = step(params, state, x, jnp.sin(x.sum(1, keepdims=True)))
    recorder.close()


if __name__ == "__main__":
    make("training_jit")
    make("training_eager")
