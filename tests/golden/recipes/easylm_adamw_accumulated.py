# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 4111
# bindings: {"accumulate_gradient_steps": 4}
# class: ulp
# why: ["cos", "lowp", "pow", "sum"]
import re
import jax
import jax.numpy as jnp
import optax


def weight_decay_mask(params):
    return jax.tree_util.tree_map_with_path(
        lambda path, _: not any(re.search(rule, jax.tree_util.keystr(path)) for rule in ["bias", "scale"]), params
    )


learning_rate_schedule = optax.warmup_cosine_decay_schedule(
    init_value=0.0,
    peak_value=0.01,
    warmup_steps=2000,
    decay_steps=500000,
    end_value=0.001,
)
optimizer = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adamw(
        learning_rate=learning_rate_schedule,
        weight_decay=1e-4,
        b1=0.9,
        b2=0.95,
        mask=weight_decay_mask,
        mu_dtype=jnp.bfloat16,
    ),
)
if accumulate_gradient_steps > 1:
    optimizer = optax.MultiSteps(optimizer, accumulate_gradient_steps)
