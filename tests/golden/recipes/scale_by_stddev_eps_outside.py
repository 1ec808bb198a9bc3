# params: small
# grads: normal
# seed: 174
# class: exact
optax.scale_by_stddev(0.9, 1e-6, 0.5, eps_in_sqrt=False)
