# params: ranks
# grads: normal
# steps: 32
# seed: 7003
# class: exact
optax.scale_by_amsgrad(b2=0.9, bias_correction_mu=False, bias_correction_nu=False)
