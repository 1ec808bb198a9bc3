# params: small
# grads: normal
# seed: 133
# class: ulp
# why: ["pow", "sum"]
optax.lamb(1e-2)
