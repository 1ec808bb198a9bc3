# params: ranks
# grads: normal
# steps: 32
# seed: 7016
# x64: true
# class: libm
# why: ["pow"]
optax.yogi(1e-2)
