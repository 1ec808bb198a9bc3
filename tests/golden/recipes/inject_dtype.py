# params: small
# grads: normal
# seed: 231
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adam, hyperparam_dtype=jnp.float32)(1e-2, 0.8, 0.99)
