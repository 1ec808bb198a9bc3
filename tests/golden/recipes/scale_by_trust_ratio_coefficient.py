# params: fresh
# grads: normal
# seed: 71
# class: ulp
# why: ["sum"]
optax.scale_by_trust_ratio(trust_coefficient=0.01, eps=1e-3)
