# params: small
# grads: normal
# seed: 192
# class: libm
# why: ["pow"]
optax.nadam(optax.linear_schedule(1e-2, 1e-3, 25), b1=0.8, b2=0.99, eps=1e-6, eps_root=1e-8)
