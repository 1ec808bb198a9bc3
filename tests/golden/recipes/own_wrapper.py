# grads: normal
# steps: 12
# seed: 16
# class: libm
# why: ["pow"]
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax


class SlowState(NamedTuple):
    inner: Any
    slow: Any
    count: Any


def slow_down(inner, every=4, share=0.5):
    """Every few steps a share of the way goes back."""

    def init(params):
        return SlowState(inner.init(params), jax.tree.map(jnp.zeros_like, params), jnp.zeros([], jnp.int32))

    def update(updates, state, params=None, **extra):
        updates, inner_state = inner.update(updates, state.inner, params, **extra)
        way = jax.tree.map(lambda s, u: s + u, state.slow, updates)
        back = state.count % every == every - 1
        updates = jax.tree.map(lambda u, w: jnp.where(back, u - share * w, u), updates, way)
        slow = jax.tree.map(lambda w: jnp.where(back, jnp.zeros_like(w), w), way)
        return updates, SlowState(inner_state, slow, optax.safe_increment(state.count))

    return optax.GradientTransformationExtraArgs(init, update)


tx = slow_down(optax.with_extra_args_support(optax.chain(optax.clip(1.0), optax.adam(1e-2))))
