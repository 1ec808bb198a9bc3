# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 6270
# class: ulp
# why: ["pow", "sum"]
import re
import jax
import jax.numpy as jnp
import optax

patterns = [r".*bias$", r".*scale$", r".*/embedding"]


def decayed(path, _):
    name = "/".join(str(part.key) for part in path)
    return not any(re.search(pattern, name) for pattern in patterns)


def mask(params):
    return jax.tree_util.tree_map_with_path(decayed, params)


tx = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adamw(3e-5, b1=0.9, b2=0.95, eps=1e-8, eps_root=0.0, weight_decay=0.1, mask=mask),
)
