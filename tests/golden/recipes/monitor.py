# params: small
# grads: hostile
# seed: 2504
# steps: 32
# class: libm
# why: ["pow"]
optax.chain(
    optax.trace(0.9),
    optax.monitor({
        'largest': optax.tree.max,
        'mean': optax.measure_with_ema(lambda u: optax.tree.norm(u, ord=jnp.inf), decay=0.9),
        'share': optax.measure_with_ema(lambda u: jnp.where(optax.tree.max(u) > 1.0, 1.0, 0.0), decay=0.8, debias=False),
        'momentum': optax.ema(0.7),
    }),
    optax.scale(-0.1),
)
