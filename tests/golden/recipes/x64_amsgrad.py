# params: ranks
# grads: normal
# steps: 32
# seed: 7007
# x64: true
# class: libm
# why: ["pow"]
optax.amsgrad(1e-2, eps_root=1e-8)
