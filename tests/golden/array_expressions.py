#!/usr/bin/env python3
"""Writes array_expressions.json: what JAX makes of expressions over arrays, one rounded operation after another.

`arrays` are the names in the expressions, `rows` are `[expression, dtype, weak, shape, bits]`: an array is its dtype, its shape and
the bits of its elements in hexadecimal. `x64` has the same with jax_enable_x64. Sums, those of products too, are exact and rounded
once, instead of those of XLA, whose order is its own.
"""

import json
import os
import pathlib
import subprocess
import sys
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

BOTH = """
a + b
a - c
a * b
a / c
a / b
b / a
a + 1
a * 0.1
0.1 * a
1 - a
1 / b
a / 3
-a
+a
a ** 2
a ** 3
a ** -1
a ** 0
b // 0.3
b % 0.3
a > b
a <= 0
a == a
a != a
2 < b
jnp.maximum(a, b)
jnp.minimum(a, 0.5)
jnp.maximum(0, a)
jnp.clip(a, -0.5, 0.5)
jnp.clip(a, min=0)
jnp.clip(a, -b, c)
jnp.where(a > 0, a, 0.1 * a)
jnp.where(m, a, b)
jnp.where(m, 1, 0)
jnp.where(True, a, b)
jnp.where(jnp.isfinite(a), a, 0.0)
jnp.abs(a)
abs(a)
jnp.sign(a)
jnp.square(a)
jnp.sqrt(jnp.abs(a))
jnp.reciprocal(b)
jnp.negative(a)
jnp.floor(a)
jnp.ceil(a)
jnp.round(a)
jnp.isnan(a)
jnp.isfinite(a)
jnp.isinf(a)
jnp.logical_not(m)
jnp.logical_and(m, a > 0)
jnp.logical_or(m, a > 0)
(a > 0) & m
(a > 0) | m
jnp.nan_to_num(a)
jnp.nan_to_num(a, nan=1.0, posinf=2.0, neginf=-2.0)
jnp.add(a, b)
jnp.subtract(a, b)
jnp.multiply(a, b)
jnp.divide(a, b)
jnp.greater(a, b)
jnp.equal(i, 2)
jnp.sum(d)
jnp.sum(d, axis=0)
jnp.sum(d, axis=-1, keepdims=True)
jnp.sum(d, axis=(0, 2))
jnp.sum(d, (1,))
jnp.sum(a)
jnp.sum(m)
jnp.sum(i)
jnp.sum(i, axis=0)
jnp.sum(m, axis=1)
jnp.mean(d)
jnp.mean(d, axis=1, keepdims=True)
jnp.mean(d, axis=tuple(range(1, d.ndim)), keepdims=True)
jnp.mean(i)
jnp.mean(m)
jnp.max(d)
jnp.max(d, axis=2)
jnp.min(d, axis=(0, 1))
jnp.max(a)
jnp.max(i)
jnp.min(i, axis=1)
jnp.amax(d, axis=1, keepdims=True)
jnp.prod(b)
jnp.any(m)
jnp.all(m, axis=0)
jnp.all(jnp.isfinite(a))
jnp.any(a > 100, axis=1)
jnp.var(d)
jnp.var(d, axis=1)
jnp.std(d, axis=0, keepdims=True)
jnp.std(d, ddof=1)
jnp.linalg.norm(d)
jnp.linalg.norm(b)
jnp.linalg.norm(b, 2)
jnp.linalg.norm(b, ord=1)
jnp.linalg.norm(b, jnp.inf)
jnp.linalg.norm(c, axis=0)
jnp.linalg.norm(d, axis=1, keepdims=True)
jnp.linalg.norm(c * b, 'fro')
jnp.linalg.norm(d.flatten(), 2)
jnp.vdot(b, b)
jnp.dot(b, b)
d.sum()
d.mean(axis=0)
d.max()
d.min(axis=1)
d.reshape(-1)
d.reshape(4, 6)
d.reshape((4, -1)) * 2
d.ravel() + 1
d.T
d.transpose()
jnp.transpose(d, (1, 0, 2))
jnp.reshape(d, (6, 4))
jnp.ravel(d)
jnp.squeeze(c)
jnp.squeeze(c, axis=1)
jnp.squeeze(c, -1)
jnp.expand_dims(b, 0)
jnp.expand_dims(b, -1) * b
jnp.broadcast_to(b, (2, 3, 4))
jnp.broadcast_to(jnp.sum(b), (2,))
jnp.concatenate([b, b])
jnp.concatenate([jnp.ravel(d), b])
jnp.concatenate([d, d], axis=1)
jnp.stack([b, 2 * b])
jnp.stack([b, b], axis=1)
jnp.stack([jnp.sum(b), jnp.max(b)])
jnp.array([[1, 2], [3, 4]])
jnp.array([[0.5, 2.0], [3.0, 4.0]]) * 2
d[0]
d[-1]
d[1, 2]
d[0, 1, 3]
d[:, 0]
d[:, 1:]
d[:, :, None]
d[..., 0]
d[0, ..., None]
b[...]
b[..., None, :2]
jnp.ones(2)[:, None]
jnp.sum(b)[None]
a.T.T
jnp.maximum(a, 0)
jnp.minimum(0, a)
jnp.max(jnp.array([[1e-40, -1.0], [-0.0, 0.0]]), axis=1)
jnp.min(jnp.array([[-1e-40, 1.0], [-0.0, 0.0]]), axis=1)
~m
~i
b[::2]
b[::-1]
b[None]
b[:, None] * b
d[0][1]
jnp.zeros_like(a)
jnp.ones_like(b, dtype=jnp.int32)
jnp.full_like(b, 0.1)
jnp.full_like(i, 3)
jnp.zeros((2, 3))
jnp.ones((2,), jnp.int32)
jnp.full((2, 2), 0.1)
jnp.full((2, 2), 0.1, jnp.bfloat16)
jnp.zeros([])
jnp.zeros([], jnp.int32)
jnp.zeros((), dtype=jnp.float32)
a.astype(jnp.bfloat16)
a.astype(jnp.int32) if False else i.astype(jnp.float32)
i.astype(bool) if False else jnp.asarray(m, jnp.float32)
m.astype(jnp.float32)
b.astype(jnp.float16)
h + h
h * 0.1
h * a
h / 3
h ** 2
h ** 3
h + g
h - 0.1 * h
jnp.sum(h)
jnp.mean(h, axis=0)
jnp.sqrt(jnp.abs(h))
jnp.var(h)
jnp.max(h)
jnp.linalg.norm(h)
h.astype(jnp.float32) * 0.1
jnp.maximum(h, 0.3)
jnp.where(m, h, 0.0)
jnp.where(m, h, a)
h > 0.1
g * g
g / 3
g + i[0]
i + 1
i * 2.5
i + i
i // 2
i % 2
i / 2
i * a
i > 1
i == i
-i
abs(i)
jnp.maximum(i, 1)
m * a
m * 2
m + m
m == False
jnp.sum(h) * b
jnp.sum(b) * b
jnp.sum(b) * h
jnp.mean(b) + i
jnp.sum(jnp.array([jnp.sum(b), jnp.sum(c)]))
jnp.sqrt(jnp.sum(jnp.square(d)) + 1e-12)
e + 1
jnp.sum(e)
jnp.sum(e, axis=0)
jnp.zeros_like(e)
a - jnp.mean(d[0], axis=1, keepdims=True)
d - d.mean(axis=tuple(range(1, d.ndim)), keepdims=True)
optax.global_norm({'x': d, 'y': b})
optax.global_norm([h, g])
optax.tree.norm([d, b], ord=1)
optax.tree.norm([d, b], ord=jnp.inf)
optax.tree.norm([d, b], squared=True)
optax.tree_utils.tree_l2_norm([d, b])
optax.tree.vdot([d, b], [d, b])
optax.tree.sum([d, b, i])
optax.tree.max([d, b])
optax.safe_norm(b, 1e-6)
optax.safe_norm(b, 100.0)
optax.safe_root_mean_squares(d, 1e-3)
jnp.arange(4)
jnp.arange(2, 9, 3)
jnp.arange(5, 0, -2)
jnp.arange(3, dtype=jnp.float32)
jnp.arange(4) < 2
b.at[1].set(2.5)
b.at[-1].set(b[0])
b.at[7].set(1.0)
b.at[-7].set(1.0)
i[0].at[jnp.int32(2)].set(9)
h[0].at[0].set(0.1)
jnp.zeros(3).at[i[0, 0] % 3].set(7)
optax.tree.allclose([d, b], [d, b])
optax.tree.allclose([d], [2 * d])
optax.tree.allclose(b, b * 1.000001)
optax.tree.allclose(b, b + 0.25, rtol=0.0, atol=0.5)
optax.tree.allclose(a, a)
optax.tree.allclose(a, a, equal_nan=True)
optax.tree.batch_shape(b, (2, 1))
optax.tree.batch_shape(d, shape=(3,))
optax.tree.batch_shape(d)
optax.tree.conj(d)
optax.tree.real(h)
optax.safe_increment(jnp.zeros([], jnp.int32))
optax.safe_int32_increment(jnp.array(2147483647, jnp.int32))
optax.tree.update_moment(b, b, 0.9, 1)
optax.tree.update_moment(b, b, 0.999, 2)
optax.tree.update_moment(h, h, 0.9, 2)
optax.tree.update_infinity_moment(b, b, 0.9, 1e-8)
optax.tree.clip(d, -0.3, 0.3)
optax.tree.cast(d, jnp.bfloat16)
optax.tree.cast_like(d, h)
optax.tree.add_scale(b, -0.1, b)
optax.tree.scale(jnp.sum(b), d)
optax.tree.zeros_like(h)
optax.tree.ones_like(b, dtype=jnp.int32)
optax.tree.full_like(b, 0.5)
optax.tree.where(jnp.sum(b) > 0, b, -b)
optax.apply_updates(h, a)
optax.incremental_update(d, 2 * d, 0.1)
""".strip().splitlines()

X64 = """
f + a
f * b
f / 3
0.1 * f
f ** 2
f > a
jnp.sum(f)
jnp.mean(f, axis=0)
jnp.linalg.norm(f)
jnp.zeros((2,))
jnp.zeros([], jnp.int32) + 1
jnp.sum(f) * b
jnp.mean(b) * f
f.astype(jnp.float32)
i + f
i / 2
jnp.where(m, f, a)
""".strip().splitlines()


def arrays(x64):
    import jax.numpy as jnp
    import numpy as np
    rng = np.random.default_rng(7)
    a = rng.standard_normal((3, 4)).astype(np.float32)
    a[0] = [0.0, -0.0, np.nan, 1e-40]
    a[1, :3] = [np.inf, -np.inf, 1e30]
    names = {
        "a": a,
        "b": rng.standard_normal(4).astype(np.float32),
        "c": rng.standard_normal((3, 1)).astype(np.float32),
        "d": rng.standard_normal((2, 3, 4)).astype(np.float32),
        "e": np.zeros((0, 3), np.float32),
        "h": np.asarray(rng.standard_normal((3, 4)), jnp.bfloat16),
        "g": rng.standard_normal(4).astype(np.float16),
        "i": rng.integers(-3, 4, (3, 4)).astype(np.int32),
        "m": rng.integers(0, 2, (3, 4)).astype(bool),
    }
    if x64:
        names["f"] = np.round(rng.standard_normal((3, 4)) * 2**20) / 2**20  # sums of these are exact in any order
    return {name: jnp.asarray(x) for name, x in names.items()}


def described(x):
    import jax.numpy as jnp
    import numpy as np
    weak = bool(getattr(x, "weak_type", False)) or isinstance(x, (bool, int, float))
    x = np.asarray(jnp.asarray(x))
    flat = x.reshape(-1)
    bits = flat.view({1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}[x.itemsize])
    return [x.dtype.name, weak, list(x.shape), " ".join(f"{v:x}" for v in bits)]


def exact_sum(operand, *, axes, **_):
    """A sum in double, rounded once; of integers as it is."""
    import jax.numpy as jnp
    import numpy as np
    x = np.asarray(operand)
    wide = x.astype(np.float64) if x.dtype.kind not in "iub" else x
    return jnp.asarray(wide.sum(axis=tuple(axes), dtype=wide.dtype).astype(x.dtype))


def exact_dot(x, y, **_):
    """The products are rounded, as where they are summed up; the sum is exact."""
    import math
    import jax.numpy as jnp
    import numpy as np
    products = np.multiply(np.asarray(x), np.asarray(y))
    assert products.ndim == 1
    return jnp.asarray(np.asarray(math.fsum(products.astype(np.float64)), products.dtype))


def rows(x64):
    import jax
    jax.config.update("jax_enable_x64", x64)
    import jax.numpy as jnp
    import optax
    import record_trace
    names = arrays(x64)
    found = []
    with record_trace.eager(), mock.patch.object(jax.lax.reduce_sum_p, "impl", exact_sum), \
            mock.patch.object(jax.lax.dot_general_p, "impl", exact_dot):
        for text in X64 if x64 else BOTH:
            result = eval(text, {"jnp": jnp, "optax": optax, "jax": jax, **names})
            found.append([text, *described(result)])
    return {"arrays": {name: described(x) for name, x in names.items()}, "rows": found}


def dumps(table):
    return "{\n" + ",\n".join(
        f"{json.dumps(k)}: [\n" + ",\n".join(map(json.dumps, v)) + "\n]" if isinstance(v, list) else f"{json.dumps(k)}: {json.dumps(v)}"
        for k, v in table.items()) + "\n}"


def make():
    parts = []
    for name, mode in (("float32", "0"), ("x64", "1")):
        run = subprocess.run([sys.executable, __file__, mode], check=True, capture_output=True, text=True,
                             env={**os.environ, "JAX_PLATFORMS": "cpu"})
        parts.append(f"{json.dumps(name)}: {run.stdout.strip()}")
    (HERE / "array_expressions.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    print(dumps(rows(sys.argv[1] == "1"))) if len(sys.argv) > 1 else make()
