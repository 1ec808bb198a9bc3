# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: hostile
# steps: 12
# seed: 1
# class: exact
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax


class SignumState(NamedTuple):
    count: jnp.ndarray
    momentum: optax.Updates


def scale_by_signum(rate, decay=0.9):
    """The sign of a momentum, with a rate that falls by the count in the state."""

    def init_fn(params):
        return SignumState(count=jnp.zeros([], jnp.int32), momentum=jax.tree.map(jnp.zeros_like, params))

    def update_fn(updates, state, params=None):
        del params
        momentum = jax.tree.map(lambda g, m: decay * m + (1 - decay) * g, updates, state.momentum)
        step = rate / (1 + 0.5 * state.count)
        updates = jax.tree.map(lambda m: step * jnp.sign(m), momentum)
        return updates, state._replace(count=optax.safe_int32_increment(state.count), momentum=momentum)

    return optax.GradientTransformation(init_fn, update_fn)


tx = optax.chain(scale_by_signum(0.5), optax.scale(-0.1))
