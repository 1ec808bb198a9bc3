# params: small
# grads: normal
# seed: 195
# class: ulp
# why: ["sum"]
optax.lars(0.1)
