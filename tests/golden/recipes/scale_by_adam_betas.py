# params: small
# grads: normal
# seed: 54
# class: libm
# why: ["pow"]
optax.scale_by_adam(b1=0.8, b2=0.95, eps=1e-6)
