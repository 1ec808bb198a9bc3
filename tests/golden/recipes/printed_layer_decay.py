# shapes: {"block_0": {"b": [2], "w": [2, 2]}, "block_1": {"b": [2], "w": [2, 2]}, "block_2": {"b": [2], "w": [2, 2]}, "cls": [1, 2], "head": {"b": [2], "w": [2, 2]}}
# steps: 12
# seed: 109
# class: libm
# why: ["pow"]
import re

import jax
import numpy as np
import optax

depth, layer_decay, base_lr = 3, 0.65, 1e-3


def layer_of(name: str) -> int:
    if name in {"cls", "pos_embed", "patch_embed"}:
        return 0
    for i in range(depth):
        if name.startswith(f"block_{i}"):
            return i + 1
    return depth + 1


def labels(params):
    def label(path, leaf):
        keys = [str(getattr(k, "key", getattr(k, "idx", None))) for k in path]
        small = np.ndim(leaf) <= 1 or int(np.prod(leaf.shape)) < 4
        return f"{layer_of(keys[0])}_{'no_decay' if small else 'decay'}"

    return jax.tree_util.tree_map_with_path(label, params)


scales = sorted({layer_decay ** (depth + 1 - i) for i in range(depth + 2)})
transforms = {}
for i, scale in enumerate(scales):
    for kind, decay in (("decay", 0.05), ("no_decay", 0.0)):
        transforms[f"{i}_{kind}"] = optax.adamw(base_lr * scale, b2=0.999, weight_decay=decay)
names = list(transforms)
names.sort(key=lambda n: (-int(n.split("_")[0]), n))
print(names)
tx = optax.partition({name: transforms[name] for name in names}, labels)
