# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 5860
# class: ulp
# why: ["sum"]
import re
import jax
import optax


def frozen(params):
    return jax.tree_util.tree_map_with_path(
        lambda path, _: re.match("Embed_.*", jax.tree_util.keystr(path, simple=True, separator="/")) is not None, params
    )


def unfrozen(params):
    return jax.tree_util.tree_map(lambda x: not x, frozen(params))


optim_ops = []
weight_decay = 1e-4
if weight_decay:
    optim_ops.append(optax.add_decayed_weights(
        weight_decay=weight_decay, mask=lambda p: jax.tree_util.tree_map(lambda x: x.ndim != 1, p)))
optim_ops.append(optax.adaptive_grad_clip(0.01))
optim_ops.append(optax.masked(optax.sgd(learning_rate=lambda step: 0.1 * (1 - step / 1000), momentum=0.9), unfrozen))
optim_ops.append(optax.masked(optax.set_to_zero(), frozen))
tx = optax.chain(*optim_ops)
