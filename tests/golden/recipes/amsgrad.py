# params: ranks
# grads: normal
# steps: 32
# seed: 7005
# class: libm
# why: ["pow"]
optax.amsgrad(1e-2, b2=0.9)
