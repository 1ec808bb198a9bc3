# params: single
# grads: normal
# seed: 39
# class: exact
optax.scale_by_schedule(lambda step: 0.3 * jnp.minimum(step / 10, 1.0))
