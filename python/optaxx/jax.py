"""optaxx within programs that JAX traces."""

import functools
import pathlib
import re

import jax
import numpy as np

from optaxx import _optaxx

_TARGET = "optaxx_update"


def as_optax(tx):
    """A transformation as one of Optax, which works under jax.jit, jax.lax.scan and jax.vmap too. A program for the CPU
    calls `update` itself. What calls functions of Python, such as masks and schedules of yours, is called back to on the host,
    and so are `init` and programs for other devices. Where nothing is traced, it is called at once.

        tx = optaxx.jax.as_optax(optaxx.adamw(1e-3))

    Functions of Python are called with numbers. What is given to update as an extra argument must be a tree of arrays.
    """
    import optax

    return optax.GradientTransformationExtraArgs(_on_host(tx.init), _within_programs(tx))


def _data(leaf):
    return jax.random.key_data(leaf) if _is_key(leaf) else leaf


def _is_key(leaf):
    return jax.dtypes.issubdtype(getattr(leaf, "dtype", np.float32), jax.dtypes.prng_key)


def _is_traced(tree):
    return any(isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves(tree))


def _zeros(leaf):
    """An array like that, where no tracer may be."""
    if not isinstance(leaf, jax.core.Tracer):
        return leaf
    return jax.random.key(0) if _is_key(leaf) else jax.numpy.zeros(leaf.shape, leaf.dtype)


def _kind(leaf):
    return np.shape(leaf), getattr(leaf, "dtype", type(leaf))


def _with_keys(form, arrays, like):
    """The tree of what a program gives, with typed keys where they are in `like`."""
    return form.unflatten([jax.random.wrap_key_data(a) if _is_key(r) else a for a, r in zip(arrays, like)])


def _result(r):
    data = _data(r)
    return jax.ShapeDtypeStruct(data.shape, data.dtype)


def _refuse_functions(extra):
    for name, value in extra.items():
        if callable(value):
            raise TypeError(f"{name} is a function, and what is traced by JAX takes trees of arrays only")


def _once(method):
    """What comes out for what goes in: arrays like those, their tree, and what the leaves were."""
    known = {}

    def result(*given):
        leaves, treedef = jax.tree.flatten(given)
        kinds = treedef, tuple(map(_kind, leaves))
        if kinds not in known:
            with jax.ensure_compile_time_eval():
                zeros = treedef.unflatten(map(_zeros, leaves))
                known[kinds] = jax.tree.flatten(jax.tree.map(jax.numpy.asarray, method(*zeros))), zeros
        return kinds, *known[kinds]

    return result


def _on_host(method):
    def call(args, extra):
        return method(*args, **extra)

    result_of = _once(call)

    def called(*args, **extra):
        if not _is_traced((args, extra)):
            return method(*args, **extra)
        _refuse_functions(extra)
        leaves, treedef = jax.tree.flatten((args, extra))
        _, (results, form), _ = result_of(args, extra)
        keys = [_is_key(leaf) for leaf in leaves]

        def host(*data):
            given = [jax.random.wrap_key_data(a) if key else np.asarray(a) for a, key in zip(data, keys)]
            return [np.asarray(_data(leaf)) for leaf in jax.tree.leaves(call(*treedef.unflatten(given)))]

        came = jax.pure_callback(host, list(map(_result, results)), *map(_data, leaves), vmap_method="sequential")
        return _with_keys(form, came, results)

    return called


@functools.cache
def _register():
    """Makes the library's function known to XLA. False where JAX or the device has none such."""
    if not hasattr(jax, "ffi") or jax.default_backend() != "cpu":
        return False
    header = pathlib.Path(jax.ffi.include_dir(), "xla/ffi/api/c_api.h")
    minor = re.search(r"#define XLA_FFI_API_MINOR (\d+)", header.read_text()) if header.exists() else None
    if minor is None:
        return False
    jax.ffi.register_ffi_target(_TARGET, _optaxx.xla_target(int(minor[1])), platform="cpu")
    return True


def _within_programs(tx):
    on_host = _on_host(tx.update)
    result_of = _once(lambda updates, state, params, extra: tx.update(updates, state, params, **extra))
    compiled = {}  # (number, recipe) of those that programs may call, None of the others

    def prepared(zeros, results):
        """The update for arguments like these, if programs may call it."""
        leaves = jax.tree.leaves(zeros)
        updates, state, params, extra = zeros
        before = [_kind(leaf) for leaf in jax.tree.leaves(state)]
        after = [_kind(leaf) for leaf in results[len(results) - len(before) :]]
        if before != after or not all(isinstance(leaf, jax.Array) for leaf in leaves):
            return None
        made = _optaxx.compiled_update(tx, updates, state, params, extra)
        if made is None or len(made[1]) != len(leaves) or any(a is not b for a, b in zip(made[1], leaves)):
            return None
        return made[0], made[2]

    def update(updates, state, params=None, **extra):
        if not _is_traced((updates, state, params, extra)):
            return tx.update(updates, state, params, **extra)
        _refuse_functions(extra)
        extra = jax.tree.map(lambda leaf: jax.numpy.asarray(leaf) if isinstance(leaf, (int, float)) else leaf, extra)
        kinds, (results, form), zeros = result_of(updates, state, params, extra)
        if kinds not in compiled:
            with jax.ensure_compile_time_eval():
                compiled[kinds] = prepared(zeros, results) if _register() else None
        if compiled[kinds] is None:
            return on_host(updates, state, params, **extra)
        number, recipe = compiled[kinds]
        leaves = jax.tree.leaves((updates, state, params, extra))
        first, n = len(jax.tree.leaves(updates)), len(results) - len(jax.tree.leaves(state))
        aliases = {first + i: n + i for i in range(len(results) - n)}
        call = jax.ffi.ffi_call(
            _TARGET, list(map(_result, results)), vmap_method="sequential", input_output_aliases=aliases
        )
        came = call(*map(_data, leaves), number=np.int64(number), recipe=recipe)
        return _with_keys(form, came, results)

    return update
