# params: mixed
# grads: normal
# seed: 921
# x64: true
# class: libm
# why: ["pow"]
optax.adam(1e-2, mu_dtype=jnp.float32)
