# params: mixed
# grads: normal
# seed: 249
# x64: true
# class: libm
# why: ["pow"]
optax.scale_by_factored_rms(factored=False)
