# params: small
# grads: normal
# seed: 237
# class: libm
# why: ["pow"]
optax.scale_by_factored_rms(factored=False)
