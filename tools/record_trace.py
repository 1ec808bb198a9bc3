#!/usr/bin/env python3
"""Records what Optax does with a recipe, step by step, as a trace `optaxx.trace.v1`.

    record_trace.py RECIPE_FILE -o FILE[.gz]

A recipe file holds one Python expression, or statements of which the last is `tx = <expression>`. Lines
`# key: value` in front of it say how to run it:

    params     small, ranks, mlp, wide, single, fresh, mixed, bfloat16, float16, narrow  (small)
    shapes     JSON tree of shapes in the place of params: {"kernel": [4, 3], "bias": [3]}
    grads      normal, hostile, nan, zero                                        (normal)
    gradsdtype dtype of the gradients                                            (the parameters')
    steps      number of steps                                                   (35)
    seed       seed of parameters and gradients                                  (0)
    x64        true: with jax_enable_x64                                         (false)
    extra      JSON list: extra arguments of update. grad is the gradients, all others are random numbers ([])
    functions  JSON list: extra arguments that are functions, of those of FUNCTIONS                       ([])
    examples   number of examples on an axis in front of every gradient          (none: no such axis)
    lookahead  true: the parameters are optax.LookaheadParams of two such trees, gradients like one    (false)
    override   JSON object: {"10": {"0/count": 3}} sets the state leaf 0/count to 3 before step 10 ({})
    bindings   JSON object: names that the recipe uses and does not define       ({})
    class, why expectation: exact, libm or ulp, and the JSON list of reasons     (read off the jaxpr of update)
    note       free text

Needs jax, optax, and optaxx_jax.py beside it. Optax runs eagerly, one correctly rounded operation after another: see `eager`.
"""

import argparse
import contextlib
import functools
import itertools
import json
import pathlib
from unittest import mock

import jax
import jax.extend.core
import jax.numpy as jnp
import numpy as np
import optax

from optaxx_jax import flat, path, structure, write_safetensors

# ---- Optax, one rounded operation after another

def by_primitives(function):
    """`function` evaluated from its jaxpr, one primitive after another: `decay**count` is then a pow, as under jit."""
    def call(*args):
        jaxpr, result = jax.make_jaxpr(function, return_shape=True)(*args)
        leaves = jax.extend.core.jaxpr_as_fun(jaxpr)(*jax.tree.leaves(args))
        return jax.tree.unflatten(jax.tree.structure(result), leaves)
    return call


def true_division(divide):
    """Broadcasts the divisor first: XLA turns `x / scalar` inside one kernel into `x * (1 / scalar)`."""
    def call(x, y):
        shape = np.broadcast_shapes(np.shape(x), np.shape(y))
        return divide(x, y if np.shape(y) == shape else jnp.broadcast_to(y, shape))
    return call


@contextlib.contextmanager
def eager():
    """Mode `eager`: every primitive is an XLA call of its own, control flow runs in Python."""
    bias_correction = by_primitives(optax.tree.bias_correction.__wrapped__)
    with (
        jax.disable_jit(),
        mock.patch.object(optax.tree, "bias_correction", bias_correction),
        mock.patch.object(optax.tree_utils, "tree_bias_correction", bias_correction),
        mock.patch.object(jax.lax.div_p, "impl", true_division(jax.lax.div_p.impl)),
    ):
        yield


def evaluate(recipe, bindings=None):
    """The value of a recipe: of its one expression, or of `tx` or `optimizer` after its statements."""
    names = {"optax": optax, "jax": jax, "jnp": jnp, "functools": functools, **(bindings or {})}
    try:
        code = compile(recipe.strip(), "recipe", "eval")
    except SyntaxError:
        exec(compile(recipe, "recipe", "exec"), names)
        return names.get("tx", names.get("optimizer"))
    return eval(code, names)


# Primitives that are not correctly rounded, or not in a fixed order, by the name they have in `why`.
INEXACT = {
    "reduce_sum": "sum", "dot_general": "matmul", "pow": "pow", "cos": "cos", "sin": "sin", "cbrt": "cbrt",
    "rsqrt": "rsqrt", "exp": "exp", "exp2": "exp", "log": "log", "log1p": "log1p", "expm1": "expm1",
    "tan": "tan", "tanh": "tanh", "erf": "erf", "erf_inv": "normal", "logistic": "logistic",
}
# XLA calls the C library, with float64 for some more; or optaxx does what XLA does where the processor has FMA.
LIBM = {"pow", "cos", "sin", "cbrt", "normal", "tanh"}
LIBM_X64 = LIBM - {"tanh"} | {"tan", "log", "erf"}


def classify(tx, params, grads, extra, functions):
    """Expectation class and reasons, read off the primitives of `tx.update`."""
    def reasons(jaxpr):
        for equation in jaxpr.eqns:
            yield INEXACT.get(equation.primitive.name)
            yield "lowp" if any(out.aval.dtype in (jnp.bfloat16, jnp.float16) for out in equation.outvars) else None
            for inner in jax.extend.core.jaxprs_in_params(equation.params):
                yield from reasons(inner)

    update = jax.make_jaxpr(lambda g, s, p, e: tx.update(g, s, p, **e, **functions))(grads, tx.init(params), params, extra)
    why = sorted({reason for reason in reasons(update.jaxpr) if reason})
    libm = LIBM_X64 if jax.config.jax_enable_x64 else LIBM
    return ("exact" if not why else "libm" if libm.issuperset(why) else "ulp"), why


# ---- parameters and gradients

SHAPES = {
    "small": {"dense": {"w": (11, 13), "b": (7,)}, "gain": (), "deep": [(3, 5, 2), (0, 3)]},
    "ranks": {"w": (4, 5), "b": (3,), "one": (1,), "scale": (), "cube": (2, 1, 3), "conv": (2, 1, 2, 2), "none": (0, 3)},
    "mlp": {"layer1": {"w": (24, 17), "b": (17,)}, "layer2": {"w": (17, 10), "b": (10,)}},
    "wide": {"w": (16, 33), "b": (33,)},
    "single": (37,),
    "fresh": {"w": (6, 5), "b": (5,)},  # b starts at zero
    "mixed": {"a": (5, 7), "b": (9,), "c": ()},  # with x64: b is float32, the others are float64
    "bfloat16": {"w": (11, 6), "b": (7,), "c": ()},
    "float16": {"w": (11, 6), "b": (7,), "c": ()},
    "narrow": {"a": (5, 7), "b": (9,), "c": ()},  # bfloat16, float32, float16
}


def is_shape(node):
    return isinstance(node, (list, tuple)) and all(isinstance(extent, int) for extent in node)


def parameters(name, x64, rng, shapes=None):
    """A tree of normal draws, with these shapes or those of a name."""
    dtype = jnp.dtype(name) if name in ("bfloat16", "float16") else np.float64 if x64 else np.float32
    tree = jax.tree.map(lambda shape: np.asarray(rng.standard_normal(shape), dtype), shapes or SHAPES[name],
                        is_leaf=is_shape)
    if name == "fresh":
        tree["b"] = np.zeros_like(tree["b"])
    if name == "mixed":
        tree["b"] = tree["b"].astype(np.float32)
    if name == "narrow":
        tree |= {"a": tree["a"].astype(jnp.bfloat16), "c": tree["c"].astype(np.float16)}
    return tree


NORMAL, SUBNORMAL, TINY, ZERO, HUGE, ANY = range(6)


def hostile(normal, kind, dtype, rng):
    """`normal`, with subnormals, numbers whose square is subnormal, zeros of either sign and 1e18 among it."""
    shape = normal.shape
    kind = np.where(kind == ANY, rng.integers(0, ANY, shape), kind)
    smallest = float(jnp.finfo(dtype).tiny)
    tiny = 10.0 ** rng.uniform(np.log10(smallest), np.log10(smallest) / 2 - 1, shape)
    subnormal = smallest * 10.0 ** -rng.uniform(0, 6, shape)
    sign = rng.choice([-1.0, 1.0], shape)
    huge = 1e18 * rng.uniform(0.5, 1.5, shape)
    return np.choose(kind, [normal, sign * subnormal, sign * tiny, sign * 0.0, sign * huge])


def gradients(name, params, steps, rng, dtype=None):
    """Yields the gradient tree of every step, in the dtypes of the parameters or another."""
    leaves, structure = jax.tree.flatten(params)
    kinds = [rng.choice(6, x.shape, p=[0.5, 0.1, 0.15, 0.05, 0.05, 0.15]) for x in leaves]
    for step in range(steps):
        grads = [np.asarray(10.0 ** rng.uniform(-3, 1) * rng.standard_normal(x.shape)) for x in leaves]
        if name == "hostile":
            grads = [hostile(g, kind, x.dtype, rng) for g, kind, x in zip(grads, kinds, leaves)]
        if name == "nan" and step in (3, 4, 9):
            full = [g for g in grads if g.size]
            victim = full[rng.integers(len(full))]
            victim.flat[rng.integers(victim.size)] = np.inf if step == 4 else np.nan
        if name == "zero" and step % 3 == 0:
            grads = [np.zeros_like(g) for g in grads]
        yield jax.tree.unflatten(structure, [g.astype(dtype or x.dtype) for g, x in zip(grads, leaves)])


def overridden(state, values):
    """The state with other values at the leaves of these paths."""
    left = dict(values)
    def leaf(keys, x):
        name = path(keys)
        return jnp.broadcast_to(jnp.asarray(left.pop(name), x.dtype), x.shape) if name in left else x
    state = jax.tree_util.tree_map_with_path(leaf, state)
    if left:
        raise KeyError(f"the state has no leaf {' or '.join(left)}")
    return state


# ---- functions of the parameters, which have the same bits in whatever order they are computed

def half_squares_of_sums(params):
    """Each element of the product of its Hessian and a vector is the sum of the vector's leaf."""
    return sum(jnp.sum(x) ** 2 / 2 for x in jax.tree.leaves(params))


def quarters_of_params(params, i):
    return jax.tree.map(lambda x: x * ((i + 1) / 4), params)


FUNCTIONS = {"obj_fn": half_squares_of_sums, "grad_fn": quarters_of_params}


# ---- recording

def record(recipe, *, params="small", shapes=None, grads="normal", grads_dtype=None, steps=35, seed=0, x64=False,
           extra=(), functions=(), examples=None, lookahead=False, override=None, bindings=None, expected=None, why=None, note=""):
    """Runs a recipe; returns the tensors by name, and the metadata.

    `params` is a name or a tree, `shapes` a tree of shapes in its place, `grads` a name or an iterable of trees.
    `expected` is the expectation class.
    """
    rng = np.random.default_rng(seed)
    tensors = {}
    with jax.enable_x64(x64):
        if isinstance(params, str):
            draw = functools.partial(parameters, params, x64, rng, shapes)
            params = optax.LookaheadParams(fast=draw(), slow=draw()) if lookahead else draw()
        if isinstance(grads, str):
            like = params.fast if lookahead else params
            if examples:
                like = jax.tree.map(lambda x: np.zeros((examples, *x.shape), x.dtype), like)
            grads = gradients(grads, like, steps, rng, grads_dtype and jnp.dtype(grads_dtype))
        params, grads = jax.tree.map(jnp.asarray, params), [*itertools.islice(grads, steps)]
        structures = dict(params_structure=structure(params))
        given = {name: FUNCTIONS[name] for name in functions}
        with eager():
            tx = evaluate(recipe, bindings)
            tensors |= flat(params, "params")
            state = tx.init(params)
            tensors |= flat(state, "init/state")
            structures["state_structure"] = structure(state)
            for step, gradient in enumerate(grads):
                gradient = jax.tree.map(jnp.asarray, gradient)
                arguments = {name: gradient if name == "grad" else jnp.array(rng.standard_normal(), float)
                             for name in extra}
                replaced = (override or {}).get(str(step), {})
                state = overridden(state, replaced)
                prefix = f"{step}/override"
                tensors |= {name: x for name, x in flat(state, prefix).items()
                            if name.removeprefix(prefix).removeprefix("/") in replaced}
                updates, state = tx.update(gradient, state, params, **arguments, **given)
                params = optax.apply_updates(params, updates)
                now = dict(grads=gradient, extra=arguments, updates=updates, state=state, params=params)
                for name, tree in now.items():
                    tensors |= flat(tree, f"{step}/{name}")
        if structure(state) != structures["state_structure"]:
            structures["state_structure_end"] = structure(state)
        if expected is None:
            expected, why = classify(tx, params, gradient,
                                     {name: params if name == "grad" else jnp.ones(()) for name in extra}, given)

    metadata = {
        "format": "optaxx.trace.v1", "recipe": recipe, "bindings": json.dumps(bindings or {}), "steps": str(len(grads)),
        "extra": json.dumps(list(extra)), "optax": optax.__version__, "jax": jax.__version__, "mode": "eager",
        "note": note, **{key: json.dumps(value) for key, value in structures.items()},
        "class": expected, "why": json.dumps(why or []),
    }
    more = {"x64": x64, "functions": list(functions), "examples": examples}
    return tensors, metadata | {name: json.dumps(value) for name, value in more.items() if value}


HEADER = {
    "params": ("params", str), "shapes": ("shapes", json.loads), "grads": ("grads", str),
    "gradsdtype": ("grads_dtype", str), "steps": ("steps", int),
    "seed": ("seed", int),
    "x64": ("x64", json.loads), "extra": ("extra", json.loads), "override": ("override", json.loads),
    "functions": ("functions", json.loads), "examples": ("examples", int), "lookahead": ("lookahead", json.loads),
    "bindings": ("bindings", json.loads), "class": ("expected", str), "why": ("why", json.loads), "note": ("note", str),
}


def read_recipe(file):
    """The arguments of `record` from a recipe file."""
    arguments, lines = {}, pathlib.Path(file).read_text().splitlines()
    while lines and lines[0].startswith("# "):
        key, colon, value = lines[0][2:].partition(": ")
        if key not in HEADER or not colon:
            break
        name, read = HEADER[key]
        arguments[name] = read(value.strip())
        lines.pop(0)
    return arguments | {"recipe": "\n".join(lines).strip()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", metavar="RECIPE_FILE")
    parser.add_argument("-o", "--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    write_safetensors(arguments.output, *record(**read_recipe(arguments.recipe)))


if __name__ == "__main__":
    main()
