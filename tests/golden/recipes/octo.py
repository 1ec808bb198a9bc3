# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4651
# override: {"8": {"inner_states/trainable/inner_state/1/2/count": 1996}, "18": {"inner_states/trainable/inner_state/1/2/count": 12000}}
# class: ulp
# why: ["lowp", "pow", "sum"]
from fnmatch import fnmatch

import flax
import jax
import jax.numpy as jnp
import optax

learning_rate = dict(name="rsqrt", init_value=0.0, peak_value=3e-4, warmup_steps=2000, timescale=10000)
frozen_keys = ["Embed_*"]


def create_lr_schedule(name: str, **kwargs):
    if name == "rsqrt":
        timescale = kwargs.get("timescale", 10000)
        return optax.join_schedules(
            [
                optax.linear_schedule(
                    init_value=kwargs["init_value"],
                    end_value=kwargs["peak_value"],
                    transition_steps=kwargs["warmup_steps"],
                ),
                lambda step: kwargs["peak_value"] / jnp.sqrt((step + timescale) / timescale),
            ],
            [kwargs["warmup_steps"]],
        )
    else:
        raise ValueError(f"Unsupported lr schedule: {name}")


def wd_mask(params):
    return jax.tree_util.tree_map_with_path(lambda path, x: "kernel" in jax.tree_util.keystr(path), params)


def param_partitions(params):
    return flax.traverse_util.path_aware_map(
        lambda path, v: "frozen" if any([fnmatch(".".join(path), key) for key in frozen_keys]) else "trainable",
        params,
    )


tx = optax.adamw(mu_dtype=jnp.bfloat16, learning_rate=create_lr_schedule(**learning_rate), weight_decay=0.1, mask=wd_mask)

tx = optax.chain(optax.clip_by_global_norm(1.0), tx)
tx = optax.multi_transform({"trainable": tx, "frozen": optax.set_to_zero()}, param_partitions)
