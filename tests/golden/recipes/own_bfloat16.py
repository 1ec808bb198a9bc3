# params: bfloat16
# grads: normal
# steps: 12
# seed: 13
# class: ulp
# why: ["lowp"]
import jax
import jax.numpy as jnp
import optax


def init(params):
    return optax.TraceState(jax.tree.map(lambda p: jnp.zeros_like(p, dtype=jnp.float32), params))


def update(updates, state, params=None):
    trace = jax.tree.map(lambda g, t: g + 0.9 * t, updates, state.trace)
    return jax.tree.map(lambda t, g: (-0.1 * t).astype(g.dtype), trace, updates), optax.TraceState(trace)


tx = optax.GradientTransformation(init, update)
