# params: fresh
# grads: nan
# seed: 2505
# steps: 32
# class: ulp
# why: ["lowp", "pow"]
optax.chain(
    optax.monitor({
        'sizes': lambda updates: jax.tree.map(jnp.abs, updates),
        'means': optax.measure_with_ema(lambda u: {'w': jnp.max(u['w'])}, decay=0.5, accumulator_dtype=jnp.bfloat16),
    }),
    optax.sgd(0.1),
)
