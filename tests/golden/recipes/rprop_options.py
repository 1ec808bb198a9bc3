# params: ranks
# grads: nan
# steps: 32
# seed: 7028
# class: exact
optax.rprop(0.01, eta_minus=0.3, eta_plus=1.5, min_step_size=1e-3, max_step_size=0.05)
