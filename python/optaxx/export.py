"""The optimizer of a Python script as recipe text, which C++ reads.

    python -m optaxx.export train.py:optimizer
    python -m optaxx.export train.py:make_optimizer --args --lr 0.1

The script runs with optaxx in the place of Optax; what optaxx has no name for is Optax's own, if it is installed. It is not
`__main__`, so that what stands behind `if __name__ == "__main__":` does not run. NAME is a transformation, or a function that
makes one without arguments.

Functions of the script that the text calls by name, such as schedules and masks, are written in front of it as far as recipes
read them. What they do not read has to be bound in C++, `recipe(text, {{"name", f}})`: a comment names it.
"""

import argparse
import ast
import importlib
import inspect
import pathlib
import pkgutil
import runpy
import sys
import textwrap
import types

import optaxx

KNOWN = {"optax", "optaxx", "jnp", "jax", "np", "numpy", "functools", "math", "re", "True", "False", "None"}
LITERALS = (bool, int, float, str, type(None))


def _with_ours(name, theirs, ours):
    """A module with the names of `ours`, and behind them those of `theirs`, which may be None."""
    module = types.ModuleType(name)
    module.__dict__.update(vars(theirs) if theirs else {"__path__": []})
    module.__dict__.update({key: value for key, value in vars(ours).items() if not key.startswith("_")})

    def missing(key):
        where = "Optax has no such name" if theirs else "optaxx has no such name, and Optax is not installed"
        raise AttributeError(f"{name}.{key}: {where}")

    module.__getattr__ = missing
    return module


def in_place_of_optax():
    """`import optax` gives optaxx from here on."""
    try:
        theirs = importlib.import_module("optax")
    except ImportError:
        theirs = None
    names = {info.name for info in pkgutil.iter_modules(theirs.__path__)} if theirs else set()
    ours = {name.split(".", 1)[1] for name in sys.modules if name.startswith("optaxx.") and name.count(".") == 1}
    modules = {"optax": _with_ours("optax", theirs, optaxx)}
    for name in sorted(names | ours):
        if name.startswith("_"):
            continue
        inner = vars(optaxx).get(name)
        if not isinstance(inner, types.ModuleType):
            continue
        dotted = f"optax.{name}"
        modules[dotted] = _with_ours(dotted, vars(theirs).get(name) if theirs else None, inner)
        setattr(modules["optax"], name, modules[dotted])
    sys.modules.update(modules)


def free_names(text):
    """Names that an expression of describe's does not explain."""
    tree = ast.parse(text, mode="eval")
    inside = {arg.arg for node in ast.walk(tree) if isinstance(node, ast.arguments)
              for arg in [*node.posonlyargs, *node.args, *node.kwonlyargs, *filter(None, (node.vararg, node.kwarg))]}
    inside |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return sorted(used - inside - KNOWN)


def _literal(value):
    if isinstance(value, (list, tuple)):
        return all(map(_literal, value))
    if isinstance(value, dict):
        return all(map(_literal, (*value, *value.values())))
    return isinstance(value, LITERALS)


def definitions_of(name, space, found):
    """Adds to `found`, {name: text}, what a name of the script stands for and what that calls. False: it cannot be written."""
    if name in found:
        return True
    if name not in space:
        return False
    value = space[name]
    if _literal(value):
        found[name] = f"{name} = {value!r}"
        return True
    if not inspect.isfunction(value) or value.__closure__ or value.__name__ != name:
        return False
    try:
        text = textwrap.dedent(inspect.getsource(value))
    except (OSError, TypeError):
        return False
    found[name] = text.rstrip()
    for used in value.__code__.co_names:
        known = isinstance(value.__globals__.get(used), types.ModuleType) or used not in value.__globals__
        if not known and not definitions_of(used, value.__globals__, found):
            del found[name]
            return False
    found[name] = found.pop(name)  # behind what it calls
    return True


def recipe_of(tx, space):
    """(the text, the names that have to be bound)."""
    call = optaxx.describe(tx)
    wanted = free_names(call)
    definitions = {}
    unbound = []
    for name in wanted:
        found = dict(definitions)
        text = None
        if definitions_of(name, space, found):
            text = "\n".join([*found.values(), f"tx = {call}"])
        if text is not None and _reads(text, [other for other in wanted if other not in found]):
            definitions = found
        else:
            unbound.append(name)
    return "\n\n".join([*definitions.values(), f"tx = {call}" if definitions else call]), unbound


def _reads(text, others):
    try:
        optaxx.recipe(text, **{name: lambda *_: 0.0 for name in others})
    except ValueError:
        return False
    return True


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m optaxx.export", description=__doc__.split("\n")[0])
    parser.add_argument("script", metavar="SCRIPT:NAME", help="a script, and the name of a transformation or of what makes one")
    parser.add_argument("--args", nargs=argparse.REMAINDER, default=[], help="arguments of the script")
    options = parser.parse_args(arguments)
    script, colon, name = options.script.rpartition(":")
    if not colon:
        parser.error(f"{options.script}: say SCRIPT:NAME")
    if not pathlib.Path(script).is_file():
        parser.error(f"{script}: no such file")
    in_place_of_optax()
    sys.argv = [script, *options.args]
    sys.path.insert(0, str(pathlib.Path(script).resolve().parent))
    space = runpy.run_path(script, run_name="__export__")
    if name not in space:
        parser.error(f"{script} has no '{name}'")
    tx = space[name]
    if not isinstance(tx, optaxx.GradientTransformation) and callable(tx):
        tx = tx()
    if not isinstance(tx, optaxx.GradientTransformation):
        parser.error(f"'{name}' of {script} is no transformation, but {type(tx).__name__}")
    text, unbound = recipe_of(tx, space)
    if unbound:
        print("# To be bound: " + ", ".join(unbound))
    print(text)


if __name__ == "__main__":
    main()
