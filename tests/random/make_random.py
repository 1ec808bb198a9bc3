#!/usr/bin/env python3
"""Writes random.safetensors.gz: what jax.random gives for key 7, to compare with src/random.

JAX 0.10.2 on a CPU, one operation after another, and the normal numbers also as XLA computes them without FMA, which
is asked for before it starts. The same input gives the same bytes.
"""

import io
import os
import pathlib
import subprocess
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


def normal(key, float_type):
    return jax.random.normal(key, (20, 1001), float_type)


def write_normal():
    np.savez(sys.stdout.buffer, **{f"normal{suffix}": np.asarray(normal(*mode)) for suffix, *mode in modes()})


def without_fma():
    """This file run once more, on a processor that XLA takes for an older one."""
    environment = dict(os.environ, XLA_FLAGS="--xla_cpu_max_isa=AVX")
    done = subprocess.run([sys.executable, __file__, "without_fma"], env=environment, stdout=subprocess.PIPE, check=True)
    return dict(np.load(io.BytesIO(done.stdout)))


def main():
    tensors = {f"{name}_without_fma": x for name, x in without_fma().items()}
    for suffix, key, float_type in modes():
        tensors[f"normal{suffix}"] = normal(key, float_type)
        tensors[f"uniform{suffix}"] = jax.random.uniform(key, (1001,) if suffix else (3, 1001), float_type)
        tensors[f"uniform{suffix}_range"] = jax.random.uniform(key, (1001,), float_type, -0.3, 2.7)
        if not suffix:
            tensors["bits"] = jax.random.bits(key, (3, 1001))
    optaxx_jax.write_safetensors(HERE / "random.safetensors.gz", {name: np.asarray(x) for name, x in tensors.items()},
                      {"jax": jax.__version__})


if __name__ == "__main__":
    if sys.argv[1:] == ["without_fma"]:
        write_normal()
    else:
        main()
