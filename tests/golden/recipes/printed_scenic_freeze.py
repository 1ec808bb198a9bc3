# shapes: {"backbone": {"conv_1": {"bias": [2], "kernel": [3, 2]}, "norm_1": {"scale": [2]}}, "head": {"bias": [2], "kernel": [2, 2]}, "queries": [3, 2]}
# steps: 12
# seed: 108
# class: exact
from __future__ import annotations

import re
from types import SimpleNamespace

import jax
import optax
from absl import logging
from flax import traverse_util

optimizer_config = SimpleNamespace(
    optimizer="momentum",
    momentum=0.9,
    nesterov=True,
    weight_decay=1e-3,
    skip_scale_and_bias_regularization=True,
    freeze_params_reg_exp=r"backbone/(conv|stem)_\d+",
    per_module_lr_scale=[("backbone", 0.1), (re.escape("queries"), 2.0)],
    grad_clip=SimpleNamespace(clip_method="clip", clip_value=0.5),
)


def get_optimizer(optimizer_config: ml_collections.ConfigDict, learning_rate_fn: float | Callable[[int], float], params: PyTree | None = None):
    names = {"momentum": "sgd", "nesterov": "sgd"}
    name: str = names.get(optimizer_config.optimizer, optimizer_config.optimizer)
    kwargs: Dict[str, Any] = {}
    for option in ("momentum", "nesterov", "b1", "b2"):
        if hasattr(optimizer_config, option):
            kwargs[option] = getattr(optimizer_config, option)

    transforms: List[optax.GradientTransformation] = []
    if (clip := getattr(optimizer_config, "grad_clip", None)) is not None:
        transforms.append(getattr(optax, clip.clip_method)(clip.clip_value))
    if optimizer_config.weight_decay:
        mask = None
        if optimizer_config.skip_scale_and_bias_regularization:
            mask = lambda p: jax.tree.map(lambda x: x.ndim != 1, p)
        transforms.append(optax.add_decayed_weights(optimizer_config.weight_decay, mask))
    transforms.append(getattr(optax, name)(learning_rate_fn, **kwargs))

    def label(path: tuple[str, ...], _) -> str:
        joined = "/".join(path)
        if re.match(optimizer_config.freeze_params_reg_exp, joined):
            return "frozen"
        for i, (pattern, _) in enumerate(optimizer_config.per_module_lr_scale):
            if re.match(pattern, joined):
                return f"scaled_{i}"
        return "plain"

    groups = {"frozen": optax.set_to_zero(), "plain": optax.identity()}
    for i, (pattern, factor) in enumerate(optimizer_config.per_module_lr_scale):
        groups |= {f"scaled_{i}": optax.scale(factor)}
        logging.info("%s is scaled by %g", pattern, factor)
    transforms.append(optax.multi_transform(groups, lambda p: traverse_util.path_aware_map(label, p)))
    return optax.chain(*transforms)


tx = get_optimizer(optimizer_config, optax.polynomial_schedule(0.1, 0.01, 1, 10))
