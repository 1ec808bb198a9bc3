# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: nan
# steps: 12
# seed: 10
# class: exact
import jax
import jax.numpy as jnp
import optax


def zero_unless_finite(updates, params=None):
    finite = jnp.all(jnp.array([jnp.all(jnp.isfinite(x)) for x in jax.tree.leaves(updates)]))
    return jax.tree_util.tree_map(lambda x: jnp.where(finite, x, jnp.zeros_like(x)), updates)


tx = optax.chain(optax.stateless(zero_unless_finite), optax.sgd(0.1, momentum=0.9))
