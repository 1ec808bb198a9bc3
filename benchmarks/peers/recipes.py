"""Recipes on matrices: optaxx against Optax alone, which has all of them."""

import ast
import ctypes
import inspect
import pathlib

import numpy as np

from column import check, row_of
from ours import FIRST_TIMED_STEP, Error, Native
from rounds import side_by_side
from targets import LEAF, LEAVES, OF_EVERY_TRANSFORMATION, RECIPES, SQUARES

# What Optax reads and tests hold complete: every factory, with all options at other values than their defaults.
DESCRIBED = pathlib.Path(__file__).resolve().parents[2] / "tests" / "recipe" / "described.txt"
ONLY_HERE = "optaxx."
# Of the leaf's largest parameter, after the steps that are compared. Sums and powers of XLA are not correctly rounded, and of
# bfloat16 it rounds only what it stores.
MOST_ULP = 256
MOST_ULP_OF_BFLOAT16 = 1 << 16


class OptaxxMatrices(Native):
    """Steps of a recipe on a dict of matrices."""

    name = "exact"

    def __init__(self, library, recipe, names, rows, columns):
        self.options = f'optaxx::recipe("{recipe}"), numerics::exact; step() in a loop in C++'
        handle = library.call("new_matrices", recipe.encode(), (ctypes.c_char_p * len(names))(*(n.encode() for n in names)),
                              ctypes.c_size_t(len(names)), ctypes.c_size_t(rows), ctypes.c_size_t(columns),
                              result=ctypes.c_void_p)
        super().__init__(library, handle)

        def matrices(which):
            at = (library.call("array", self.handle, which.encode(), ctypes.c_size_t(i), result=ctypes.c_void_p)
                  for i in range(len(names)))
            return [np.ctypeslib.as_array((ctypes.c_float * (rows * columns)).from_address(x)).reshape(rows, columns)
                    for x in at]

        def bytes_of(leaf):
            size = ctypes.c_size_t()
            at = library.call("state", self.handle, ctypes.c_size_t(leaf), ctypes.byref(size), result=ctypes.c_void_p)
            return np.ctypeslib.as_array((ctypes.c_uint8 * size.value).from_address(at))

        self.params, self.grads = matrices("params"), matrices("grads")
        leaves = library.call("state_leaves", self.handle, result=ctypes.c_size_t)
        self.changing = self.params + [bytes_of(leaf) for leaf in range(leaves)]
        self.first = [x.copy() for x in self.changing]

    def reset(self):
        for x, first in zip(self.changing, self.first):
            x[:] = first

    restart = reset


def bare(recipe, namespace):
    """A call of Optax's without the arguments that have a default."""
    call = ast.parse(recipe, mode="eval").body
    if isinstance(call.func, ast.Attribute):
        parameters = inspect.signature(eval(ast.unparse(call.func), {"optax": namespace})).parameters
        call.keywords = [k for k in call.keywords if parameters[k.arg].default is inspect.Parameter.empty]
    return ast.unparse(call)


def every_transformation(optax):
    """The lines of described.txt, each behind its bare form."""
    lines = [line for line in DESCRIBED.read_text().splitlines() if ONLY_HERE not in line]
    return list(dict.fromkeys(text for line in lines for text in (bare(line, optax), line)))


def leaf_ulp_apart(ours, theirs):
    """The largest difference in units in the last place of the leaf's largest number; what is NaN in both is the same."""
    def apart(x, y):
        same = np.isnan(x) & np.isnan(y)
        x, y = (np.where(same, 0, a.astype(np.float64)) for a in (x, y))
        return float(np.max(np.abs(x - y)) / np.spacing(np.float32(np.max(np.abs(x)))))
    return max(map(apart, ours, theirs))


def measure(library, recipe, size, names, rows, columns, target, peer, left_out, options):
    """The row of a recipe, or None if it was left out."""
    ours = theirs = None
    try:
        ours = OptaxxMatrices(library, recipe, names, rows, columns)
        theirs = peer.OptaxJit(recipe, dict(zip(names, ours.first)), dict(zip(names, ours.grads)))
        contenders = [ours, theirs]
        ulp = check(contenders, ours, leaf_ulp_apart)[theirs.name]
        most = MOST_ULP_OF_BFLOAT16 if "bfloat16" in recipe else MOST_ULP
        if not ulp <= most:
            left_out[recipe] = f"ends {ulp:.3g} ULP of the largest from optaxx; more than {most} is other work"
            return None
        many = options.rounds or (5 if options.quick else 9)
        times, disturbed = side_by_side(
            contenders, many, sample_seconds=8e-3 if options.threads == 1 else 25e-3, first_step=FIRST_TIMED_STEP,
            warm=True, pause=0 if options.threads == 1 else 30e-3, restart=True, clock=options.clock)
    except Error as e:
        left_out[recipe] = str(e).strip().splitlines()[0]
        return None
    finally:
        for contender in (theirs, ours):
            if contender is not None:
                contender.close()
    row = row_of(theirs, recipe, ours.name, size, options, times[1], times[0], target, many, disturbed, ulp)
    return row | {"elements": len(names) * rows * columns}


def recipe_rows(library, table, peer, left_out, options):
    """The rows of "recipes" or of "transformations", one by one."""
    if table == "recipes":
        todo = [(text, size, "abcd"[:SQUARES[size][0]], *SQUARES[size][1:], aims[options.threads > 1])
                for text, size, *aims in RECIPES]
    else:
        todo = [(text, "1 Mi", LEAVES, *LEAF, OF_EVERY_TRANSFORMATION) for text in every_transformation(peer.optax)]
    for text, *how in todo:
        row = measure(library, text, *how, peer, left_out, options) if options.only in text else None
        if row is not None:
            yield row
