# shapes: {"deep": [[2, 3, 2], []], "dense": {"bias": [3], "kernel": [4, 3]}}
# grads: normal
# steps: 12
# seed: 12
# class: exact
import jax
import optax


def scale_by_path(mult):
    def update(updates, state, params=None):
        def scaled(path, u):
            return u * mult if any(getattr(k, "key", None) == "dense" for k in path) else u

        return jax.tree_util.tree_map_with_path(scaled, updates), state

    return optax.GradientTransformation(lambda _: optax.EmptyState(), update)


tx = optax.chain(scale_by_path(0.1), optax.sgd(0.1, momentum=0.9, nesterov=True))
