# params: small
# grads: normal
# seed: 114
# class: libm
# why: ["pow"]
optax.adam(1e-2, b1=0.8, b2=0.99, eps=1e-4, eps_root=1e-6)
