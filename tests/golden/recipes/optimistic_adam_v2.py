# params: ranks
# grads: hostile
# steps: 32
# seed: 7040
# class: libm
# why: ["pow"]
optax.optimistic_adam_v2(1e-2, alpha=0.9, beta=0.4)
