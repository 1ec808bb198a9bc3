"""What the compiled module asks of Python: what an object is."""

import __future__

import builtins
import collections
import dataclasses
import functools
import inspect
import keyword
import sys
from collections import OrderedDict

import numpy as np

from optaxx import states

_RESERVED = {"optax", "optaxx", "jnp", "jax", "np", "numpy", "functools", "math", "re", "tx", "optimizer"}


def _jax():
    """JAX, if the program has imported it."""
    return sys.modules.get("jax")


def is_ordered(o):
    return isinstance(o, OrderedDict)


def state_type(name, fields):
    return states.state_type(name, tuple(fields))


def dataclass(kind, names, parts):
    made = object.__new__(kind)
    for name, part in zip(names, parts):
        object.__setattr__(made, name, part)
    return made


def _name_of_key(entry):
    for attribute in ("key", "name", "idx"):
        if hasattr(entry, attribute):
            return str(getattr(entry, attribute))
    return str(entry)


def _is_array(o):
    return isinstance(o, (np.ndarray, np.generic, int, float)) or hasattr(o, "__dlpack__") or is_jax(o)


def container(o):
    """(names, children, JAX's treedef or None, type) of what is no leaf; else None."""
    if _is_array(o):
        return None
    if jax := _jax():
        items, treedef = jax.tree_util.tree_flatten_with_path(o, is_leaf=lambda x: x is not o)
        if len(items) != 1 or items[0][0]:
            names = [_name_of_key(path[0]) for path, _ in items]
            return names, [child for _, child in items], treedef, type(o).__name__
    if dataclasses.is_dataclass(o) and not isinstance(o, type):
        names = [field.name for field in dataclasses.fields(o)]
        return names, [getattr(o, name) for name in names], None, type(o).__name__
    return None


def _is_tracer(o):
    jax = _jax()
    return jax is not None and isinstance(o, jax.core.Tracer)


def is_jax(o):
    jax = _jax()
    return jax is not None and isinstance(o, jax.Array)


def _is_key(o):
    jax = _jax()
    return is_jax(o) and jax.dtypes.issubdtype(o.dtype, jax.dtypes.prng_key)


def numpy_view(o, write):
    """(an array of NumPy in the same memory, "bfloat16" or None), or what is wrong."""
    if isinstance(o, np.ndarray):
        return np.asarray(o), None
    if isinstance(o, (float, np.generic, int)):
        if write:
            return f"is the number {o!r}, and step writes in place: make it an array, numpy.array({o!r})"
        if type(o) is bool:
            return np.asarray(o), None
        if type(o) is float or type(o) is int:
            return np.asarray(o, np.float32 if type(o) is float else np.int32), None
        return np.asarray(o), None
    if _is_tracer(o):
        return (
            "is traced by JAX, and optaxx needs numbers: call it outside of jax.jit and jax.grad, "
            "or within by way of optaxx.jax.as_optax(tx)"
        )
    if is_jax(o):
        if write:
            return "is an array of JAX, which never changes, and step writes in place: use update and apply_updates"
        if _is_key(o):
            o = _jax().random.key_data(o)
        platforms = {device.platform for device in o.devices()}
        if platforms != {"cpu"}:
            return f"is an array on {'/'.join(sorted(platforms))}: move it with jax.device_put(a, jax.devices('cpu')[0])"
        return np.asarray(o), None
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(o, torch.Tensor):
        if o.device.type != "cpu":
            return f"is a tensor on {o.device}: move it with tensor.cpu()"
        if o.layout != torch.strided:
            return f"is a tensor of layout {o.layout}: make it dense with tensor.to_dense()"
        o = o.detach()
        if o.dtype == torch.bfloat16:
            return o.view(torch.int16).numpy(), "bfloat16"
        return o.numpy(), None
    if hasattr(o, "__dlpack__"):
        kind, _ = o.__dlpack_device__()
        if kind != 1:
            return f"is an array on a device (DLPack's number {int(kind)}): copy it to the memory of the CPU"
        return np.from_dlpack(o), None
    try:
        return np.asarray(memoryview(o)), None
    except TypeError:
        return f"is a {type(o).__name__}, expected an array"


def exchange_functions(kind):
    """DLPack's functions in C for tensors of torch, or None: a subclass may mean something else."""
    torch = sys.modules.get("torch")
    if torch is None or kind not in (torch.Tensor, torch.nn.Parameter):
        return None
    return getattr(kind, "__dlpack_c_exchange_api__", None)


def bfloat16():
    try:
        import ml_dtypes
    except ImportError:
        raise ImportError(
            "optaxx: bfloat16 arrays of NumPy need the package ml_dtypes: pip install ml_dtypes"
        ) from None
    return np.dtype(ml_dtypes.bfloat16)


def jax_array(a, key):
    jax = _jax()
    result = jax.numpy.asarray(a)
    return jax.random.wrap_key_data(result) if key else result


def zeros(o):
    """An array of JAX like the description of one."""
    return _jax().numpy.zeros(o.shape, o.dtype)


def scalar(number, name):
    return np.asarray(number, bfloat16() if name == "bfloat16" else name)[()]


def count(number, integral, jax):
    """The step as schedules get it: an int32 array of JAX where all is JAX, else NumPy's int32."""
    of = np.int32 if integral else np.float32
    return _jax().numpy.asarray(of(number)) if jax else of(number)


def on_each(schedule, counts):
    """A schedule at an array of steps."""
    steps = np.asarray(counts)
    rates = np.array([schedule(step) for step in steps.ravel().tolist()], np.float32).reshape(steps.shape)
    return _jax().numpy.asarray(rates) if is_jax(counts) else rates


def number(o):
    """(value, name of the dtype, or "" of a weak one), or None if it is no number."""
    if isinstance(o, (bool, str, bytes)) or o is None:
        return None
    try:
        view = numpy_view(o, False)
    except Exception:
        return None
    if isinstance(view, str):
        return None
    a, name = view
    if name == "bfloat16":
        a = a.view(bfloat16())
    if a.size != 1 or a.dtype == object:
        return None
    weak = getattr(o, "weak_type", False) and np.issubdtype(a.dtype, np.floating)
    if np.issubdtype(a.dtype, np.integer):
        return float(a.item()), "int32"
    return float(a.item()), "" if weak else a.dtype.name


def is_bool(o):
    view = None if o is None or isinstance(o, str) else numpy_view(o, False)
    return view is not None and not isinstance(view, str) and view[0].dtype == bool and view[0].size == 1


def name_of(f):
    """A function's name, if a recipe may bind it."""
    name = getattr(f, "__name__", "")
    usable = name.isidentifier() and not keyword.iskeyword(name) and name not in _RESERVED
    return name if usable and not hasattr(builtins, name) else ""


def _told(name):
    """(arguments, result, docstring) of a factory, whichever of its names it is called by."""
    from optaxx._factories import FACTORIES

    return FACTORIES[name.replace(".transforms.", ".").replace(".schedules.", ".")]


def signature(name):
    if not name:
        return None
    arguments, result, _ = _told(name)
    code = compile(f"def made({arguments}) -> {result}: ...", name, "exec", __future__.annotations.compiler_flag)
    space = {}
    exec(code, space)
    return inspect.signature(space["made"])


def documentation(name):
    if not name:
        return "A function that makes transformations."
    plain = signature(name)
    parts = [p.replace(annotation=inspect.Parameter.empty) for p in plain.parameters.values()]
    plain = plain.replace(parameters=parts, return_annotation=inspect.Signature.empty)
    return f"{name.split('.')[-1]}{plain}\n\n{_told(name)[2]}"


def _dtype_name(o):
    if isinstance(o, np.dtype):
        return o.name
    if isinstance(o, type) and (issubclass(o, np.generic) or o.__module__ == "ml_dtypes"):
        return np.dtype(o).name
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(o, torch.dtype):
        return str(o).removeprefix("torch.")
    if callable(o) and isinstance(getattr(o, "dtype", None), np.dtype):  # jnp.float32
        return o.dtype.name
    return None


def _leaves(o):
    found = container(o)
    if isinstance(o, (dict, OrderedDict)):
        parts = list(o.values())
    elif isinstance(o, (list, tuple)):
        parts = list(o)
    elif found is not None:
        parts = found[1]
    else:
        return [] if o is None else [o]
    return [leaf for part in parts for leaf in _leaves(part)]


def _is_ours(o):
    """A function of the library's, or a partial of one."""
    from optaxx._optaxx import Value

    while isinstance(o, functools.partial):
        o = o.func
    return isinstance(o, Value)


def option(o):
    """(what an argument is, what the compiled module needs of it)."""
    if callable(getattr(o, "init", None)) and callable(getattr(o, "update", None)):  # optax.GradientTransformation
        extra = any(kind.__name__ == "GradientTransformationExtraArgs" for kind in type(o).__mro__)
        maker = getattr(o.update, "__qualname__", "").split(".<locals>")[0].split(".")[-1]
        return "pair", (o.init, o.update, extra, maker if maker.isidentifier() else "GradientTransformation")
    if name := _dtype_name(o):
        return "dtype", name
    if isinstance(o, functools.partial) and _is_ours(o):
        return "partial", (o.func, o.args, o.keywords)
    if _is_array(o):
        if _is_key(o):
            return "key", [int(word) for word in np.asarray(_jax().random.key_data(o))]
        view = numpy_view(o, False)
        if isinstance(view, str):
            return "wrong", view
        if view[0].ndim == 0 and view[0].dtype != bool:
            return "number", None
        if view[0].dtype == np.uint32 and view[0].shape == (2,):
            return "key", [int(word) for word in view[0]]
        return "numbers", view[0].tolist()
    if isinstance(o, tuple) or container(o) is not None:
        leaves = _leaves(o)
        if leaves and all(isinstance(leaf, str) for leaf in leaves):
            return "labels", None
        if all(isinstance(leaf, (bool, np.bool_)) for leaf in leaves):
            return "mask", None
    if callable(o):
        return "function", None
    return "wrong", f"optaxx has no use for {o!r}"


def skip_now(skip, updates):
    """(whether MultiSteps leaves these updates out, the state of what decides): it is asked."""
    from optaxx import MultiSteps, identity

    tx = MultiSteps(identity(), 1, should_skip_update_fn=skip)
    _, state = tx.update(updates, tx.init(updates))
    return state.skip_state["should_skip"], state.skip_state


def _inject_arguments(inner_factory, static_args=(), hyperparam_dtype=None):
    return inner_factory, {static_args} if isinstance(static_args, str) else set(static_args), hyperparam_dtype


def _is_hyperparam(value):
    return not isinstance(value, (bool, np.bool_)) and (callable(value) or number(value) is not None)


def inject_hyperparams(args, options):
    """What optax.inject_hyperparams makes of a function of Python, or None of what the library calls by itself."""
    from optaxx._optaxx import injected

    try:
        inner_factory, static, dtype = _inject_arguments(*args, **options)
    except TypeError:
        return None
    if not callable(inner_factory) or (_is_ours(inner_factory) and not static):
        return None
    signature = inspect.signature(inner_factory)
    if unknown := sorted(static - set(signature.parameters)):
        raise ValueError(
            f"inject_hyperparams: there is no argument {unknown[0]!r} to be static, there are {list(signature.parameters)}"
        )
    if _is_ours(inner_factory):
        return None
    name = name_of(inner_factory.func if isinstance(inner_factory, functools.partial) else inner_factory)

    @functools.wraps(inner_factory)
    def made(*args, **options):
        bound = signature.bind(*args, **options)
        bound.apply_defaults()
        names = [name for name, value in bound.arguments.items() if name not in static and _is_hyperparam(value)]

        def make(*values):
            call = inspect.BoundArguments(signature, bound.arguments | dict(zip(names, values)))
            return inner_factory(*call.args, **call.kwargs)

        others = {name: name_of(v) or repr(v) for name, v in bound.arguments.items() if name not in names}
        hyperparams = {name: bound.arguments[name] for name in names}
        return injected(make, name or "inner_factory", hyperparams, others, dtype)

    return made


def unpickled(text):
    from optaxx import recipe

    return recipe(text)


def unpickled_schedule(text):
    from optaxx import schedule_recipe

    return schedule_recipe(text)
