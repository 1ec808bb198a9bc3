# params: small
# grads: normal
# seed: 235
# x64: true
# class: libm
# why: ["pow"]
optax.inject_hyperparams(optax.adam, hyperparam_dtype=jnp.float32)(1e-2, b2=0.99)
