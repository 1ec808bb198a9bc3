# params: small
# grads: normal
# seed: 179
# class: libm
# why: ["pow"]
optax.scale_by_belief()
