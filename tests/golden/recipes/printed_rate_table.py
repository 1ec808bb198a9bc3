# shapes: {"policy": {"b": [2], "w": [3, 2]}, "value": {"b": [1], "w": [3, 1]}}
# steps: 14
# seed: 113
# override: {"7": {"1/1/count": 70}}
# class: exact
import logging

import jax
import jax.numpy as jnp
import numpy as np
import optax

logger = logging.getLogger(__name__)
total_steps, pieces = 100, 8
edges = np.linspace(0, total_steps, pieces + 1)[1:-1]
rates = jnp.linspace(3e-3, 1e-5, pieces)
factors = jnp.ones(pieces)


def piecewise(step: jax.Array) -> jax.Array:
    """The rate of the piece that the step is in."""
    i = jnp.searchsorted(jnp.array(edges), step)
    rate = (rates * factors)[i]
    late = (step > 0.9 * total_steps) | (step < 0)
    return jnp.where(late & (i > 0), rate / 2, rate).astype(jnp.float32)


for step in range(0, total_steps, 25):
    logger.info("step %d: %.3g", step, piecewise(step))
tx = optax.chain(optax.clip(1.0), optax.sgd(piecewise, momentum=jnp.zeros(()) + 0.9, nesterov=True))
