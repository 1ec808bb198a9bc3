#!/usr/bin/env python3
"""Writes described.safetensors.gz: what Optax does with the texts of described.txt, one a line.

Entries `params/<leaf>` and `grads/<leaf>` (one row a step) are common to all. Entry `<line>`, counted from 0, has the
updates of that text: a row a step, of the leaves `b` and `w` one after the other. `<line>/value` has the losses of one that
needs them. `texts` maps lines to texts, `class` to
their expectation class (see tests/golden/README.md). A text with `optaxx.` is not Optax's and left out, and one
whose gradients are not like the parameters. Made with the
versions that tests/golden/README.md names.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import numpy as np
import optaxx_jax
import record_trace

STEPS = 4
ONLY_HERE = ("optaxx.",)
NEEDS_A_LOSS = ("momo", "polyak", "reduce_on_plateau")
FUNCTIONS = {"obj_fn": "hutchinson", "grad_fn": "opaque_mode=True"}
OTHER_GRADIENTS = ("lookahead(", "differentially_private_aggregate(", "dpsgd(")
PARAMS = {"b": (3,), "w": (4, 3)}


def rows(tree):
    return np.concatenate([np.asarray(tree[name], np.float32).ravel() for name in PARAMS])


def main():
    rng = np.random.default_rng(7)
    params = {name: rng.standard_normal(shape).astype(np.float32) for name, shape in PARAMS.items()}
    grads = [{name: rng.standard_normal(shape).astype(np.float32) for name, shape in PARAMS.items()}
             for _ in range(STEPS)]
    tensors = {f"params/{name}": value for name, value in params.items()}
    tensors |= {f"grads/{name}": np.stack([g[name] for g in grads]) for name in PARAMS}
    texts, classes, refused = {}, {}, []
    for line, text in enumerate((HERE / "described.txt").read_text().splitlines()):
        if any(name in text for name in ONLY_HERE + OTHER_GRADIENTS):
            continue
        extra = ["value"] if any(name in text for name in NEEDS_A_LOSS) else []
        try:
            recorded, metadata = record_trace.record(text, params=params, grads=grads, steps=STEPS, extra=extra,
                                                   functions=[f for f, name in FUNCTIONS.items() if name in text])
        except Exception as error:
            refused.append(f"described.txt:{line + 1}: Optax refuses {text}\n{type(error).__name__}: {error}")
            continue
        texts[str(line)], classes[str(line)] = text, metadata["class"]
        tensors[str(line)] = np.stack([
            rows({name: recorded[f"{step}/updates/{name}"] for name in PARAMS}) for step in range(STEPS)])
        if extra:
            tensors[f"{line}/value"] = np.stack([recorded[f"{step}/extra/value"] for step in range(STEPS)])
    if refused:
        raise SystemExit("\n".join(refused))
    optaxx_jax.write_safetensors(HERE / "described.safetensors.gz", tensors,
                                 {"texts": json.dumps(texts), "class": json.dumps(classes)})


if __name__ == "__main__":
    main()
