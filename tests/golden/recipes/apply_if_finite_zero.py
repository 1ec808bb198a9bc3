# params: single
# grads: nan
# seed: 103
# class: libm
# why: ["pow"]
# note: every bad step is let through; moments stay NaN
optax.apply_if_finite(optax.adam(1e-2), 0)
