# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 8251
# class: libm
# why: ["pow"]
import re
import jax
import optax

trainable = [".*Dense_.*/kernel", "LayerNorm_.*"]


def labels(params):
    def label(path, _):
        name = jax.tree_util.keystr(path, simple=True, separator="/")
        return "trainable" if any(re.fullmatch(p, name) for p in trainable) else "frozen"

    return jax.tree_util.tree_map_with_path(label, params)


tx = optax.multi_transform(
    {"trainable": optax.adamw(3e-5, b1=0.9, b2=0.95, weight_decay=0.1), "frozen": optax.set_to_zero()}, labels
)
