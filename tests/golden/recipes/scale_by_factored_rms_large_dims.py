# params: small
# grads: normal
# seed: 239
# class: libm
# why: ["pow"]
# note: no axis is long enough
optax.scale_by_factored_rms()
