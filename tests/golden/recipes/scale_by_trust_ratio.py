# params: small
# grads: normal
# seed: 68
# class: ulp
# why: ["sum"]
optax.scale_by_trust_ratio()
