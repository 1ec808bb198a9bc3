"""optaxx within programs that JAX traces."""

import jax
import numpy as np


def as_optax(tx):
    """A transformation as one of Optax, which works under jax.jit, jax.lax.scan and jax.vmap too: there the host is called
    back for a step. Where nothing is traced, it is called at once.

        tx = optaxx.jax.as_optax(optaxx.adamw(1e-3))

    Masks, schedules and other functions of Python are called on the host, with numbers. What is given to update as an extra
    argument must be a tree of arrays.
    """
    import optax

    return optax.GradientTransformationExtraArgs(_on_host(tx.init), _on_host(tx.update))


def _data(leaf):
    return jax.random.key_data(leaf) if _is_key(leaf) else leaf


def _is_key(leaf):
    return jax.dtypes.issubdtype(getattr(leaf, "dtype", np.float32), jax.dtypes.prng_key)


def _zeros(leaf):
    """An array like that, where no tracer may be."""
    if not isinstance(leaf, jax.core.Tracer):
        return leaf
    return jax.random.key(0) if _is_key(leaf) else jax.numpy.zeros(leaf.shape, leaf.dtype)


def _on_host(method):
    known = {}  # (arrays like those that come out, their tree), by what goes in

    def called(*args, **extra):
        leaves, treedef = jax.tree.flatten((args, extra))
        if not any(isinstance(leaf, jax.core.Tracer) for leaf in leaves):
            return method(*args, **extra)
        for name, value in extra.items():
            if callable(value):
                raise TypeError(f"{name} is a function, and what is traced by JAX takes trees of arrays only")
        kinds = treedef, tuple((np.shape(leaf), getattr(leaf, "dtype", type(leaf))) for leaf in leaves)
        if kinds not in known:
            with jax.ensure_compile_time_eval():
                first_args, first_extra = treedef.unflatten(map(_zeros, leaves))
                known[kinds] = jax.tree.flatten(jax.tree.map(jax.numpy.asarray, method(*first_args, **first_extra)))
        results, form = known[kinds]
        keys = [_is_key(leaf) for leaf in leaves]

        def host(*data):
            given = [jax.random.wrap_key_data(a) if key else np.asarray(a) for a, key in zip(data, keys)]
            host_args, host_extra = treedef.unflatten(given)
            return [np.asarray(_data(leaf)) for leaf in jax.tree.leaves(method(*host_args, **host_extra))]

        shapes = [jax.ShapeDtypeStruct(_data(r).shape, _data(r).dtype) for r in results]
        came = jax.pure_callback(host, shapes, *map(_data, leaves), vmap_method="sequential")
        return form.unflatten([jax.random.wrap_key_data(a) if _is_key(r) else a for a, r in zip(came, results)])

    return called
