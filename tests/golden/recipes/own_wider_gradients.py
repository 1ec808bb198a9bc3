# params: narrow
# grads: normal
# gradsdtype: float32
# steps: 12
# seed: 15
# class: ulp
# why: ["lowp"]
import jax
import jax.numpy as jnp
import optax


def init(params):
    return optax.TraceState(jax.tree.map(jnp.zeros_like, params))


def update(updates, state, params=None):
    trace = jax.tree.map(lambda g, t: g + 0.9 * t, updates, state.trace)
    return jax.tree.map(lambda t: -0.1 * t, trace), optax.TraceState(trace)


tx = optax.GradientTransformation(init, update)
