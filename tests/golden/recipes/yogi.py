# params: ranks
# grads: zero
# steps: 32
# seed: 7015
# class: libm
# why: ["pow"]
optax.yogi(1e-2, b2=0.9)
