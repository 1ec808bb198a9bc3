# shapes: {"embed": [4, 3], "mlp": {"kernel": [3, 3], "scale": [3]}}
# steps: 12
# seed: 112
# class: libm
# why: ["pow"]
from __future__ import annotations

import jax
import jax.numpy as jnp
import optax


def get_optimizer(c: "config_dict.ConfigDict | Mapping[str, float]") -> optax.GradientTransformation:
    dtype = getattr(jnp, c["dtype"])
    rate = jnp.array(c["peak_learning_rate"], dtype)
    decay = jax.lax.convert_element_type(c["weight_decay"], jnp.float32)
    mask = lambda params: jax.tree.map(lambda p: jnp.ndim(p) > 1, params)
    return optax.adamw(learning_rate=rate, b1=0.9, b2=0.98, weight_decay=decay, mask=mask)


optimizer = get_optimizer({"dtype": "bfloat16", "peak_learning_rate": 1e-3, "weight_decay": 0.1})
