# params: ranks
# grads: hostile
# steps: 32
# seed: 7001
# class: libm
# why: ["pow"]
optax.scale_by_amsgrad()
