# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7929
# override: {"15": {"1/1/count": 9995}}
# class: ulp
# why: ["pow", "sum"]
import re
import jax
import jax.numpy as jnp
import optax


def weight_decay_mask(params):
    return jax.tree_util.tree_map_with_path(
        lambda path, _: not any(re.search(rule, jax.tree_util.keystr(path)) for rule in ["bias", "scale"]), params
    )


def learning_rate_schedule(step):
    multiplier = 0.01 / 0.01
    return multiplier / jnp.sqrt(jnp.maximum(step, 10000))


def weight_decay_schedule(step):
    multiplier = 1e-4 / 1e-4
    return -multiplier * jnp.square(learning_rate_schedule(step))


tx = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adafactor(
        learning_rate=learning_rate_schedule,
        multiply_by_parameter_scale=True,
        momentum=0.9,
        decay_rate=0.99,
        factored=False,
        clipping_threshold=None,
        dtype_momentum=jnp.float32,
    ),
    # In the place of a transformation of its own that adds weight_decay_schedule(count) * p.
    optax.add_decayed_weights(weight_decay_schedule, weight_decay_mask),
)
