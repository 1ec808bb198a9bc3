# params: ranks
# grads: hostile
# steps: 32
# seed: 7009
# class: libm
# why: ["pow"]
optax.scale_by_adamax(b1=0.5, b2=0.9, eps=1e-3)
