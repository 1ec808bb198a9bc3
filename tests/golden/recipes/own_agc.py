# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 4
# class: ulp
# why: ["sum"]
import jax
import jax.numpy as jnp
import optax


def clip_by_agc(clip=0.3, pmin=1e-3):
    def init_fn(params):
        return ()

    def update_fn(updates, state, params=None):
        def fn(param, update):
            unorm = jnp.linalg.norm(update.flatten(), 2)
            pnorm = jnp.linalg.norm(param.flatten(), 2)
            upper = clip * jnp.maximum(pmin, pnorm)
            return update * (1 / jnp.maximum(1.0, unorm / upper))

        updates = jax.tree.map(fn, params, updates) if clip else updates
        return updates, ()

    return optax.GradientTransformation(init_fn, update_fn)


tx = optax.chain(clip_by_agc(), optax.sgd(0.1, momentum=0.9))
