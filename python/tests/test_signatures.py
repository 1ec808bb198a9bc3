"""What Python tells of the names: signatures, docstrings, the stub."""

import ast
import functools
import inspect
import pathlib
import pydoc

import numpy as np
import pytest

import optaxx
from optaxx._optaxx import factory_names

NAMES = [name for name in factory_names() if name.count(".") == 1 or name.startswith("optax.contrib.")]


def stub(file):
    return ast.parse(pathlib.Path(optaxx.__file__).with_name(file).read_text())


def functions(tree):
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


STUB = stub("__init__.pyi")
FUNCTIONS = functions(STUB)
CONTRIB = functions(stub("contrib.pyi"))
CLASSES = {node.name: node for node in STUB.body if isinstance(node, ast.ClassDef)}


def of(name, package=optaxx):
    return functools.reduce(getattr, name.split(".")[1:], package)


def plain(signature):
    """[(name, kind, default)], with the defaults as numbers of Python, strings for dtypes."""
    told = []
    for p in signature.parameters.values():
        default = p.default
        if inspect.isfunction(default) or default is ...:
            default = "a function"
        elif default is not p.empty and default is not None and not isinstance(default, (bool, int, float, str, tuple)):
            default = np.dtype(default).name
        told.append((p.name, p.kind, default))
    return told


def stubbed(node):
    space = {}
    exec(compile(f"from __future__ import annotations\n{ast.unparse(node)}", "stub", "exec"), space)
    return inspect.signature(space[node.name])


# What is not Optax's: (here, there). Its key=None stands for jax.random.key(0); `seed` is its old word for the same.
OTHER = {
    "add_noise": ({("key", 0)}, {("key", None), ("seed", None)}),
    "noisy_sgd": ({("key", 0)}, {("key", None), ("seed", None)}),
    "join_schedules": ({("boundaries", None)}, {("boundaries", inspect.Parameter.empty)}),
    "scale_by_factored_rms": ({("decay_rate_fn", None)}, {("decay_rate_fn", "a function")}),
}


@pytest.mark.parametrize("name", sorted({n for n in NAMES if n.startswith("optax.")} - {"optax.multi_steps"}))
def test_names_orders_and_defaults_are_those_of_optax(name):
    optax = pytest.importorskip("optax")
    theirs = of(name, optax)
    here = [(option, default) for option, _, default in plain(inspect.signature(of(name)))]
    there = [(option, default) for option, _, default in plain(inspect.signature(theirs))]
    ours, others = OTHER.get(name.split(".")[-1], (set(), set()))
    assert ours <= set(here) and others <= set(there)
    assert [option for option in here if option not in ours] == [option for option in there if option not in others]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_docstring(name):
    said = inspect.getdoc(of(name))
    signature, _, rest = said.partition("\n\n")
    assert signature.startswith(name.split(".")[-1] + "(") and len(rest) > 40
    assert "std::" not in said and "{{" not in said and "_options" not in said
    for option in inspect.signature(of(name)).parameters:
        assert option in said
    assert signature in pydoc.plain(pydoc.render_doc(of(name)))


@pytest.mark.parametrize("name", NAMES)
def test_the_stub_says_the_same(name):
    node = (CONTRIB if name.startswith("optax.contrib.") else FUNCTIONS)[name.split(".")[-1]]
    assert plain(stubbed(node)) == plain(inspect.signature(of(name)))
    assert ast.get_docstring(node).splitlines()[0] in inspect.getdoc(of(name))


def test_the_stub_has_every_name_and_no_other():
    told = set(FUNCTIONS) | set(CLASSES) | {"contrib", "schedules", "transforms", "states"}
    assert told == {name for name in optaxx.__all__ if name not in ("jax", "torch")}
    for module in ("schedules", "transforms"):
        names = {alias.name for node in stub(f"{module}.pyi").body if isinstance(node, ast.ImportFrom) for alias in node.names}
        told = names - {"Any", "Sequence"} | set(functions(stub(f"{module}.pyi")))
        assert told == {name for name in vars(getattr(optaxx, module)) if not name.startswith("_")}
        assert told >= {name.split(".")[2] for name in factory_names() if name.startswith(f"optax.{module}.")}
    assert set(CONTRIB) >= {name.split(".")[2] for name in factory_names() if name.startswith("optax.contrib.")}
    assert set(CONTRIB) == {name for name in vars(optaxx.contrib) if not name.startswith("_")}


def test_the_stub_knows_the_functions_that_are_no_factories():
    others = [name for name in FUNCTIONS if f"optax.{name}" not in NAMES and f"optaxx.{name}" not in NAMES]
    assert len(others) > 8
    methods = [(CLASSES["GradientTransformation"], optaxx.GradientTransformation), (CLASSES["Schedule"], optaxx.Schedule)]
    pairs = [(FUNCTIONS[name], getattr(optaxx, name)) for name in others]
    pairs += [(m, getattr(kind, m.name)) for node, kind in methods for m in node.body]
    for node, compiled in pairs:
        assert compiled.__doc__, node.name
        if not hasattr(compiled, "__nb_signature__"):
            assert plain(stubbed(node))[1:] == plain(inspect.signature(compiled))[1:]
            continue
        text, _, defaults = compiled.__nb_signature__[0]
        words = ast.parse(text.replace("\\", "object") + ": ...").body[0].args
        given = node.args
        assert [a.arg for a in given.args] == [a.arg for a in words.args], node.name
        assert [a.arg for a in given.kwonlyargs] == [a.arg for a in words.kwonlyargs], node.name
        assert (given.kwarg and given.kwarg.arg) == (words.kwarg and words.kwarg.arg), node.name
        mine = [ast.literal_eval(d) for d in [*given.defaults, *given.kw_defaults] if d is not None]
        assert mine == list(defaults or ()), node.name
