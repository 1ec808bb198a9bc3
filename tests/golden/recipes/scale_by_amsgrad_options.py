# params: ranks
# grads: zero
# steps: 32
# seed: 7002
# class: libm
# why: ["pow"]
optax.scale_by_amsgrad(b1=0.8, b2=0.7, eps=1e-4, eps_root=1e-6)
