# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 6
# class: ulp
# why: ["sum"]
import jax
import jax.numpy as jnp
import optax


def centralize(g):
    if g.ndim > 1:
        return g - g.mean(axis=tuple(range(1, g.ndim)), keepdims=True)
    return g


tx = optax.chain(optax.stateless(lambda updates, params: jax.tree.map(centralize, updates)), optax.trace(0.9), optax.scale(-0.05))
