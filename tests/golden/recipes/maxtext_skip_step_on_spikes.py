# params: fresh
# grads: normal
# seed: 2517
# steps: 35
# extra: ["loss", "grad_norm"]
# class: ulp
# why: ["pow", "sum"]
import jax
import jax.numpy as jnp
import optax


def stats_of(values: jax.Array, count: jax.Array, size: int):
    """Mean and deviation of what has been filled."""
    filled = jnp.minimum(count, size)
    used = jnp.arange(size) < filled
    mean = jnp.sum(jnp.where(used, values, 0.0)) / jnp.maximum(1, filled)
    squares = jnp.where(used, (values - mean) ** 2, 0.0)
    return mean, jnp.sqrt(jnp.sum(squares) / jnp.maximum(1, filled - 1))


def without_spikes(
    inner: optax.GradientTransformation, size: int, factor: float
) -> optax.GradientTransformationExtraArgs:
    """No step where the loss or the norm is far above its mean."""

    def init_fn(params):
        return {
            "inner_state": inner.init(params),
            "losses": jnp.zeros(size, dtype=jnp.float32),
            "grad_norms": jnp.zeros(size, dtype=jnp.float32),
            "count": jnp.zeros((), dtype=jnp.int32),
            "is_skipped": jnp.array(False, dtype=jnp.bool_),
        }

    def update_fn(updates, state, params=None, **extra_args):
        loss = extra_args.pop("loss", None)
        grad_norm = extra_args.pop("grad_norm", None)
        if loss is None:
            updates, inner_state = inner.update(updates, state["inner_state"], params, **extra_args)
            return updates, {**state, "inner_state": inner_state, "is_skipped": jnp.array(False, dtype=jnp.bool_)}

        mean, deviation = stats_of(state["losses"], state["count"], size)
        is_ok = (loss - mean) <= factor * deviation
        if grad_norm is not None:
            mean, deviation = stats_of(state["grad_norms"], state["count"], size)
            is_ok = jnp.logical_and(is_ok, (grad_norm - mean) <= factor * deviation)
        is_ok = jnp.logical_or((state["count"] + 1) < max(2, size // 2), is_ok)

        def do_update():
            return inner.update(updates, state["inner_state"], params, **extra_args)

        def skip_update():
            return jax.tree_util.tree_map(jnp.zeros_like, updates), state["inner_state"]

        new_updates, inner_state = jax.lax.cond(is_ok, do_update, skip_update)
        index = state["count"] % size
        norms = state["grad_norms"]
        if grad_norm is not None:
            norms = norms.at[index].set(grad_norm)
        return new_updates, {
            "inner_state": inner_state,
            "losses": state["losses"].at[index].set(loss),
            "grad_norms": norms,
            "count": state["count"] + 1,
            "is_skipped": jnp.logical_not(is_ok),
        }

    return optax.GradientTransformationExtraArgs(init_fn, update_fn)


tx = without_spikes(optax.adamw(1e-2, weight_decay=0.1), size=8, factor=1.0)
