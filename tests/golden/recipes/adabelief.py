# params: small
# grads: normal
# seed: 182
# class: libm
# why: ["pow"]
optax.adabelief(1e-2)
