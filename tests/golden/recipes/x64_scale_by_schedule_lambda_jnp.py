# params: mixed
# grads: normal
# seed: 159
# x64: true
# class: exact
optax.scale_by_schedule(lambda step: 0.3 * jnp.minimum(step / 10, 1.0))
