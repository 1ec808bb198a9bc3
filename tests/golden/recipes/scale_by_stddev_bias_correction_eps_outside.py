# params: small
# grads: normal
# seed: 175
# class: libm
# why: ["pow"]
optax.scale_by_stddev(eps_in_sqrt=False, bias_correction=True)
