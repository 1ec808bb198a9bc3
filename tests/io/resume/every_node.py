#!/usr/bin/env python3
"""A tree with every kind of node, dtype and key, written by JAX; tree_file_test.cpp reads it.

    every_node.py make         writes every_node.safetensors beside this file
    every_node.py check FILE   reads what optaxx has written of it (OPTAXX_RESUME_DIR/every_node.safetensors)
"""

import collections
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tools"))

import jax
import jax.numpy as jnp
import optax

import optaxx_jax


def every_node():
    return {
        "dtypes": [jnp.array([1.5, -2.0], d) for d in (jnp.float32, jnp.float64, jnp.bfloat16, jnp.float16)]
                  + [jnp.array([1, 2], d) for d in (jnp.int32, jnp.int64, jnp.uint32)] + [jnp.array([True, False])],
        "shapes": (jnp.float32(3.0), jnp.zeros((0, 3)), jnp.arange(6.0, dtype=jnp.float32).reshape(1, 2, 3)),
        "keys": {"one": jax.random.key(7), "three": jax.random.split(jax.random.key(7), 3)},
        "leafless": [None, (), {}, optax.EmptyState(), optax.MaskedNode()],
        "ordered": collections.OrderedDict(z=jnp.float32(1.0), a=jnp.float32(2.0)),
        "ints": {2: jnp.float32(1.0), 10: {True: jnp.float32(2.0)}},
        "": {"": jnp.float32(5.0)},
        "a/b%c \"ü\"": optax.ScaleByAdamState(count=jnp.int32(4), mu={"w": jnp.float32(1.0)}, nu={"w": jnp.float32(2.0)}),
    }


def refused(file, template):
    try:
        optaxx_jax.load(file, template)
    except ValueError as e:
        return str(e).removeprefix(f"load: {file}:")
    return "nothing is wrong"


def check(file):
    tree = every_node()
    read = optaxx_jax.load(file, jax.eval_shape(lambda: tree))
    assert jax.tree.structure(read) == jax.tree.structure(tree)
    ours, theirs = optaxx_jax.flat(tree), optaxx_jax.flat(read)
    assert list(ours) == list(theirs)
    for name, x in ours.items():
        assert x.dtype == theirs[name].dtype and x.shape == theirs[name].shape and x.tobytes() == theirs[name].tobytes(), name
    assert jax.random.uniform(read["keys"]["one"]) == jax.random.uniform(tree["keys"]["one"])
    part = optaxx_jax.load(file, tree["ints"], "ints")
    assert part[10][True] == 2.0

    text = refused(file, tree | {"shapes": (jnp.zeros(2), jnp.zeros((0, 3), jnp.float16), tree["shapes"][2]), "more": jnp.ones(2)})
    assert text == ("\n  more is missing\n  shapes/0 has shape (), the template has (2,)"
                    "\n  shapes/1 is float64, the template has float16"), text
    text = refused(file, {key: x for key, x in tree.items() if key != "ordered"})
    assert text == "\n  ordered/a is not in the template\n  ordered/z is not in the template" or \
        text == "\n  ordered/z is not in the template\n  ordered/a is not in the template", text
    text = refused(file, tree | {"shapes": list(tree["shapes"])})
    assert text == " shapes is a tuple, the template has a list", text
    text = refused(file, tree | {"leafless": tree["leafless"][:-1]})
    assert text == " leafless has 0, 1, 2, 3, 4, the template has 0, 1, 2, 3", text
    content = pathlib.Path(file).read_bytes()
    cut = pathlib.Path(f"{file}.cut")
    cut.write_bytes(content[:-1])
    assert "is no safetensors file, or damaged" in refused(cut, tree)
    cut.unlink()
    print("every node is the same")


def main(arguments):
    with jax.enable_x64(True):
        match arguments:
            case ["make"]:
                return optaxx_jax.save(HERE / "every_node.safetensors", every_node(), {"note": "naïve"})
            case ["check", file]:
                return check(file)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
