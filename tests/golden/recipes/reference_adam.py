# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 7045
# class: libm
# why: ["pow"]
import jax
import jax.numpy as jnp
import optax

# 1. Create optimizer
optimizer = optax.adam(learning_rate=1e-3)
