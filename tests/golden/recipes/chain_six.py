# params: small
# grads: normal
# seed: 81
# class: ulp
# why: ["cos", "pow", "sum"]
optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.scale_by_adam(b1=0.9, b2=0.95),
    optax.add_decayed_weights(0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim != 1, p)),
    optax.scale_by_schedule(optax.warmup_cosine_decay_schedule(0.0, 1e-2, 8, 30, end_value=1e-4)),
    optax.scale(-1.0),
    optax.identity(),
)
