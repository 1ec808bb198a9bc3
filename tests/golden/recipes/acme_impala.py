# shapes: {"Dense_0": {"bias": [4], "kernel": [2, 4]}, "Embed_0": {"embedding": [5, 2]}, "LayerNorm_0": {"scale": [4]}}
# grads: normal
# steps: 30
# seed: 9565
# class: ulp
# why: ["pow", "sum"]
optimizer = optax.chain(
    optax.clip_by_global_norm(40.0),
    optax.adam(2e-4, b1=0.0, b2=0.99, eps=1e-8, eps_root=0.0),
)
