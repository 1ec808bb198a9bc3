#!/usr/bin/env python3
"""Writes random.safetensors.gz: what jax.random gives for key 7, to compare with src/random.

JAX 0.10.2 on a CPU that has FMA, one operation after another. The same input gives the same bytes.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import jax
import numpy as np
import optaxx_jax
import record_trace


def modes():
    """The suffix, key and dtype of each."""
    for suffix, x64 in (("", False), ("64", True)):
        with jax.enable_x64(x64), record_trace.eager():
            yield suffix, jax.random.key(7), np.float64 if x64 else np.float32


def main():
    tensors = {}
    for suffix, key, float_type in modes():
        tensors[f"normal{suffix}"] = jax.random.normal(key, (20, 1001), float_type)
        tensors[f"uniform{suffix}"] = jax.random.uniform(key, (1001,) if suffix else (3, 1001), float_type)
        tensors[f"uniform{suffix}_range"] = jax.random.uniform(key, (1001,), float_type, -0.3, 2.7)
        if not suffix:
            tensors["bits"] = jax.random.bits(key, (3, 1001))
    optaxx_jax.write_safetensors(HERE / "random.safetensors.gz", {name: np.asarray(x) for name, x in tensors.items()},
                                 {"jax": jax.__version__})


if __name__ == "__main__":
    main()
