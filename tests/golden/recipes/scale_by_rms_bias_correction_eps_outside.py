# params: small
# grads: hostile
# seed: 63
# class: libm
# why: ["pow"]
optax.scale_by_rms(0.999, eps_in_sqrt=False, bias_correction=True)
