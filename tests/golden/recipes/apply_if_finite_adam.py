# params: small
# grads: nan
# seed: 102
# class: libm
# why: ["pow"]
optax.apply_if_finite(optax.adam(1e-2), 5)
