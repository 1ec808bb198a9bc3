# params: small
# grads: normal
# seed: 185
# class: libm
# why: ["pow"]
# note: rectifies early
optax.scale_by_radam(b1=0.8, b2=0.9, eps=1e-6, eps_root=1e-8, threshold=4.5)
