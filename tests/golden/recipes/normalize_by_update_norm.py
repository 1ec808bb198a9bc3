# params: ranks
# grads: normal
# steps: 32
# seed: 7056
# class: ulp
# why: ["sum"]
optax.normalize_by_update_norm()
