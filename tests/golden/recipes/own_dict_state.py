# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 2
# class: exact
import jax
import jax.numpy as jnp
import optax


def init(params):
    return {"step": jnp.zeros((), jnp.int32), "velocity": jax.tree_util.tree_map(jnp.zeros_like, params)}


def update(updates, state, params=None):
    state["step"] += 1
    damping = jnp.where(state["step"] > 5, 0.5, 0.9)
    velocity = jax.tree_util.tree_map(lambda v, g: damping * v + g, state["velocity"], updates)
    updates = jax.tree_util.tree_map(lambda v, g: -0.1 * (g + damping * v), velocity, updates)
    return updates, {"step": state["step"], "velocity": velocity}


tx = optax.GradientTransformation(init, update)
