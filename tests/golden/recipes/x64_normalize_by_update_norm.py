# params: ranks
# grads: normal
# steps: 32
# seed: 7058
# x64: true
# class: ulp
# why: ["sum"]
optax.normalize_by_update_norm(2.0)
