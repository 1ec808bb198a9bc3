# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 8
# class: ulp
# why: ["sum"]
import jax
import jax.numpy as jnp
import optax


def clip_outliers(z=1.5):
    def update_fn(updates, params=None):
        sigma = jax.tree.map(lambda u: jnp.sqrt(jnp.mean(jnp.square(u), dtype=jnp.float32)).astype(u.dtype), updates)
        return jax.tree.map(lambda u, sigma: jnp.clip(u, -z * sigma, z * sigma), updates, sigma)

    return optax.stateless(update_fn)


tx = optax.chain(clip_outliers(), optax.scale(-0.1))
