# params: ranks
# grads: zero
# steps: 32
# seed: 7057
# class: ulp
# why: ["sum"]
optax.normalize_by_update_norm(scale_factor=0.3, eps=0.1)
