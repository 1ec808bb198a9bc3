# params: small
# grads: normal
# seed: 251
# class: libm
# why: ["normal", "pow"]
# note: rng_key is a typed key
optax.add_noise(0.01, 0.55, 0)
