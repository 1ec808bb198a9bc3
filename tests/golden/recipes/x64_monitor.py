# params: mixed
# grads: hostile
# seed: 2508
# steps: 32
# x64: true
# class: libm
# why: ["pow"]
optax.chain(
    optax.trace(0.9),
    optax.monitor({
        'mean': optax.measure_with_ema(optax.tree.max, decay=0.9),
        'of_float32': optax.measure_with_ema(lambda u: jnp.max(u['b']), decay=0.9),
        'momentum': optax.ema(0.7),
    }),
)
