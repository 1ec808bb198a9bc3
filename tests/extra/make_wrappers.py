#!/usr/bin/env python3
"""Writes wrappers.safetensors: what the wrappers that Optax lacks do with some gradients, in float64.

Entries `grads/<leaf>` have a row a step; `<case>/<leaf>` the updates of a case. Those of the cases numpy_* are computed
here, step by step as the papers have it; those of torch_* by pytorch-optimizer 4.1.0 on torch (CPU), whose `cautious`
divides by mean(mask) + 1 / size: its rows are multiplied by (kept + 1) / kept, which is the paper's program again. The
1e-15 that it adds to second moments is left out.

    pip install pytorch-optimizer==4.1.0 torch jax && python make_wrappers.py
"""

import functools
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))

import numpy as np
import optaxx_jax
import pytorch_optimizer
import torch

STEPS = 8
LEAVES = {"b": (7,), "w": (5, 6)}
RATE, GAMMA = 0.1, 0.025


def adam(b1, b2, eps):
    m = v = 0.0
    t = 0

    def update(g):
        nonlocal m, v, t
        t += 1
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        return -RATE * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)

    return update


def cautious(inner, eps):
    def update(g):
        u = inner(g)
        mask = (-u * g > 0).astype(np.float64)
        return u * mask / max(mask.mean(), eps)

    return update


def mars(inner, gamma, b1):
    last = 0.0

    def update(g):
        nonlocal last
        c = g + gamma * b1 / (1 - b1) * (g - last)
        last = g
        return inner(c / max(np.linalg.norm(c), 1.0))

    return update


NUMPY = {
    "numpy_cautious": lambda: cautious(adam(0.9, 0.999, 1e-8), 1e-3),
    "numpy_cautious_floored": lambda: cautious(adam(0.5, 0.75, 1e-8), 0.75),
    "numpy_mars": lambda: mars(adam(0.95, 0.99, 1e-8), GAMMA, 0.95),
    "numpy_mars_strong": lambda: mars(adam(0.5, 0.75, 1e-8), 1.5, 0.5),
}

MARS = {"lr": RATE, "betas": (0.95, 0.99), "gamma": GAMMA, "weight_decay": 0.0, "eps": 0.0, "optimize_1d": True}
for name in ("apply_ams_bound", "apply_ams_bound_foreach"):
    plain = functools.partial(getattr(pytorch_optimizer.MARS, name), exp_avg_sq_eps=0.0)
    setattr(pytorch_optimizer.MARS, name, staticmethod(plain))
TORCH = {
    "torch_cautious_lion": lambda p: pytorch_optimizer.Lion(p, lr=RATE, betas=(0.9, 0.99), cautious=True),
    "torch_mars": lambda p: pytorch_optimizer.MARS(p, **MARS),
    "torch_cautious_mars": lambda p: pytorch_optimizer.MARS(p, cautious=True, **MARS),
}


def of_torch(make, grads, is_cautious):
    p = torch.nn.Parameter(torch.zeros(grads.shape[1:], dtype=torch.float64))
    optimizer = make([p])
    rows = []
    for g in grads:
        before = p.detach().clone()
        p.grad = torch.tensor(g)
        optimizer.step()
        u = (p.detach() - before).numpy()
        kept = np.count_nonzero(u)
        rows.append(u * (kept + 1) / kept if is_cautious and kept else u)
    return np.stack(rows)


def main():
    rng = np.random.default_rng(11)
    size = {"b": 0.1, "w": 1.0}  # the norm of one leaf is below 1, that of the other above
    grads = {name: size[name] * rng.standard_normal((STEPS, *shape)) for name, shape in LEAVES.items()}
    for g in grads.values():
        g[3].flat[::3] = 0.0
    tensors = {f"grads/{name}": g for name, g in grads.items()}
    for case, make in NUMPY.items():
        for name, rows in grads.items():
            update = make()
            tensors[f"{case}/{name}"] = np.stack([update(g) for g in rows])
    for case, make in TORCH.items():
        for name, rows in grads.items():
            tensors[f"{case}/{name}"] = of_torch(make, rows, "cautious" in case)
    optaxx_jax.write_safetensors(HERE / "wrappers.safetensors", tensors, {})


if __name__ == "__main__":
    main()
