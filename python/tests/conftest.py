import numpy as np
import pytest


@pytest.fixture
def params():
    return {
        "dense": {"w": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4), "b": np.zeros(4, np.float32)},
        "head": [np.full((2,), 0.5, np.float32)],
    }


@pytest.fixture
def grads():
    return gradients(0)


def gradients(step):
    rng = np.random.default_rng(step)
    return {
        "dense": {
            "w": rng.standard_normal((3, 4)).astype(np.float32),
            "b": rng.standard_normal(4).astype(np.float32),
        },
        "head": [rng.standard_normal(2).astype(np.float32)],
    }


def bits(tree):
    """What a tree holds, whatever the order of its dicts."""
    if isinstance(tree, dict):
        return [(key, bits(tree[key])) for key in sorted(tree)]
    if isinstance(tree, (list, tuple)):
        return [bits(part) for part in tree]
    return tree.dtype.name, tree.shape, tree.tobytes()
