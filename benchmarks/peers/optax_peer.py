"""Optax under jit with donated buffers, on copies of the arrays: donation needs buffers that XLA owns."""

import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

from ours import WORKS

VERSIONS = {package.__name__: package.__version__ for package in (jax, optax)}


class OptaxJit:
    name = "Optax, jit"

    def __init__(self, arrays, work):
        self.options = (f"{WORKS[work]}; update and apply_updates in one jit, parameters and state donated; "
                        "steps in flight, waiting for the last")
        self.tx = eval(WORKS[work], {"optax": optax})
        self.arrays = arrays
        self.grads = [jnp.array(x) for x in arrays.grads]

        def step(params, state, grads):
            updates, state = self.tx.update(grads, state, params)
            return optax.apply_updates(params, updates), state

        self.step = jax.jit(step, donate_argnums=(0, 1))
        self.reset()
        start = time.perf_counter()
        self(1)
        self.first_call = time.perf_counter() - start
        before = [x.unsafe_buffer_pointer() for x in self.params]
        self(1)
        if before != [x.unsafe_buffer_pointer() for x in self.params]:
            self.options += "; XLA did not use the donated memory"

    @property
    def own_params(self):
        return [np.asarray(x) for x in self.params]

    def __call__(self, steps):
        params, state, grads, step = self.params, self.state, self.grads, self.step
        for _ in range(steps):
            params, state = step(params, state, grads)
        jax.block_until_ready((params, state))
        self.params, self.state = params, state

    def reset(self):
        self.params = [jnp.array(x) for x in self.arrays.first]
        self.state = self.tx.init(self.params)

    def count(self, steps):
        self.state = jax.tree.map(lambda x: jnp.int32(steps) if x.dtype == jnp.int32 else x, self.state)

    def close(self):
        del self.params, self.state, self.grads


def peers(arrays, work):
    yield OptaxJit(arrays, work)
