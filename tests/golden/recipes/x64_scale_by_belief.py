# params: small
# grads: normal
# seed: 202
# x64: true
# class: libm
# why: ["pow"]
optax.scale_by_belief()
