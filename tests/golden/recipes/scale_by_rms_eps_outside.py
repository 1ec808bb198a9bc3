# params: small
# grads: hostile
# seed: 61
# class: exact
optax.scale_by_rms(eps_in_sqrt=False)
