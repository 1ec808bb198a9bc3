"""Puts optaxx in the place of Optax, for what imports Optax from then on.

    import shim
    shim.install()
    import optax  # optax.adam is optaxx's, under all of its names

Modules stay Optax's own, and so do helpers that are no part of optaxx, such as losses and trees: each module is a copy in
which what optaxx has is replaced. Where JAX traces, in jit and scan, transformations and schedules are called back to. What is
called is written down: `called` has the names that were optaxx's, `missing` those of transformations, optimizers and schedules
that optaxx lacks.
"""

import functools
import importlib
import inspect
import pkgutil
import sys
import types

import jax
import numpy as np

import optaxx
import optaxx.jax
from optaxx import states
from optaxx._optaxx import factory_names

called = set()
missing = set()
ends_with_missing = False  # else what is missing is Optax's

# Where Optax defines what transforms gradients; what is public there and not in optaxx is missing.
AREAS = (
    "optax._src.alias",
    "optax._src.clipping",
    "optax._src.combine",
    "optax._src.constrain",
    "optax._src.factorized",
    "optax._src.linesearch",
    "optax._src.lookahead",
    "optax._src.schedule",
    "optax._src.transform",
    "optax._src.wrappers",
    "optax.contrib",
    "optax.experimental",
    "optax.schedules",
    "optax.transforms",
)


# Functions of arrays. Those that are traced are Optax's.
PLAIN = (
    "optax.apply_updates",
    "optax.contrib.schedule_free_eval_params",
    "optax.transforms.unitwise_clip",
    "optax.transforms.unitwise_norm",
)


def everything():
    """Optax and all of its modules, by name, without the tests."""
    import optax

    for info in pkgutil.walk_packages(optax.__path__, "optax."):
        if not info.name.endswith("_test"):
            importlib.import_module(info.name)
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] == "optax"}


def table(modules):
    """{Optax's object: the name that optaxx has for it}."""
    names = {}
    for dotted in [*PLAIN, *factory_names()]:
        *path, name = dotted.split(".")
        theirs = getattr(modules.get(".".join(path)), name, None)
        if theirs is not None:
            names.setdefault(theirs, dotted)
    return names


def _ours(value):
    """What optaxx is given for what a program of Optax's has."""
    if hasattr(value, "_optaxx"):
        return value._optaxx
    if type(value) in (list, tuple):
        return type(value)(map(_ours, value))
    if type(value) is dict:
        return {key: _ours(part) for key, part in value.items()}
    if isinstance(value, functools.partial):
        return functools.partial(_ours(value.func), *map(_ours, value.args), **_ours(value.keywords))
    return value


def giving_ours(factory):
    """A function of a program that makes a transformation, which optaxx calls."""
    if hasattr(factory, "_optaxx"):
        return factory

    @functools.wraps(factory)
    def call(*args, **options):
        return _ours(factory(*args, **options))

    return call


def install():
    modules = everything()
    names = table(modules)
    extra_args = modules["optax._src.base"].GradientTransformationExtraArgs

    class Transformation(extra_args):
        """A transformation of optaxx that is one of Optax's to those who ask."""

    def theirs(value):
        if isinstance(value, optaxx.GradientTransformation):
            inside = optaxx.jax.as_optax(value)
            made = Transformation(noted(inside.init, "init"), noted(inside.update, "update"))
            made._optaxx = value
            made.has_updated = value.has_updated
            made.gradient_transformation = lambda: made
            return made
        if isinstance(value, optaxx.Schedule):
            return schedule(value)
        if type(value).__name__ == "Function" or inspect.isfunction(value):
            return function(value, None)
        return value

    def noted(method, name):
        def call(*args, **options):
            called.add(name)
            return method(*args, **options)

        return call

    def schedule(made):
        def call(count):
            called.add("schedule")
            if not isinstance(count, jax.core.Tracer):
                return made(count)
            shape = jax.ShapeDtypeStruct(count.shape, np.float32)
            return jax.pure_callback(lambda c: np.asarray(made(c), np.float32), shape, count, vmap_method="sequential")

        call._optaxx = made
        return call

    def function(made, dotted):
        def call(*args, **options):
            if dotted in PLAIN and any(isinstance(x, jax.core.Tracer) for x in jax.tree.leaves((args, options))):
                return original[dotted](*args, **options)
            if dotted:
                called.add(dotted)
                if dotted.endswith("inject_hyperparams") and args and inspect.isfunction(args[0]):
                    args = giving_ours(args[0]), *args[1:]
            return theirs(made(*map(_ours, args), **_ours(options)))

        if dotted:
            call.__name__ = call.__qualname__ = dotted.split(".")[-1]
            call.__signature__ = inspect.signature(original[dotted])
            call.__doc__ = original[dotted].__doc__
        call._optaxx = made
        return call

    def watched(value, dotted):
        @functools.wraps(value)
        def call(*args, **options):
            missing.add(dotted)
            if ends_with_missing:
                raise NotImplementedError(f"optaxx lacks {dotted}")
            return value(*args, **options)

        return call

    original = {dotted: value for value, dotted in names.items()}
    replaced = {}
    for value, dotted in names.items():
        made = functools.reduce(getattr, dotted.split(".")[1:], optaxx)
        replaced[value] = function(made, dotted)
    for module in modules.values():
        for name, value in vars(module).items():
            if not inspect.isfunction(value) or name.startswith("_") or value in replaced:
                continue
            home = value.__module__
            if any(home == area or home.startswith(area + ".") for area in AREAS):
                replaced[value] = watched(value, f"optax.{name}")
    for module in modules.values():  # states are instances of Optax's classes
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
                states._types.setdefault((value.__name__, value._fields), value)

    def placed(value):
        try:
            return replaced.get(value, value)
        except TypeError:
            return value

    copies = {}
    for name, module in modules.items():
        copies[name] = types.ModuleType(name)
        copies[name].__dict__.update({k: placed(v) for k, v in vars(module).items()})
    for copy in copies.values():
        for name, value in vars(copy).items():
            if isinstance(value, types.ModuleType) and value.__name__ in copies:
                setattr(copy, name, copies[value.__name__])
    sys.modules.update(copies)
    return names
