# params: ranks
# grads: nan
# steps: 32
# seed: 7004
# class: libm
# why: ["pow"]
optax.scale_by_amsgrad()
