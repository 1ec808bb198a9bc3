# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: hostile
# steps: 12
# seed: 7
# class: exact
import jax.numpy as jnp
import optax

max_value = 1.0
tx = optax.chain(
    optax.scale(-0.5),
    optax.stateless_with_tree_map(lambda u, p: jnp.where((p + u) > max_value, max_value - p, u)),
    optax.stateless_with_tree_map(lambda u, p: jnp.where(jnp.abs(u) > 1e-3, u, 0.0)),
)
