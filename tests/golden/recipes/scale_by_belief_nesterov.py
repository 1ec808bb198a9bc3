# params: small
# grads: normal
# seed: 181
# class: libm
# why: ["pow"]
optax.scale_by_belief(nesterov=True)
