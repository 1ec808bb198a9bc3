# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 11
# class: ulp
# why: ["sum"]
import jax
import jax.numpy as jnp
import optax


def normalize(updates, state, params=None):
    norm = optax.global_norm(updates)
    factor = jnp.minimum(1.0, 0.5 / (norm + 1e-6))
    return jax.tree.map(lambda g: g * factor, updates), state


tx = optax.chain(
    optax.GradientTransformation(lambda params: optax.EmptyState(), normalize),
    optax.masked(
        optax.GradientTransformation(lambda _: optax.EmptyState(), lambda u, s, p=None: (jax.tree.map(jnp.sign, u), s)),
        {"deep": False, "dense": {"bias": False, "kernel": True}},
    ),
    optax.scale(-0.1),
)
