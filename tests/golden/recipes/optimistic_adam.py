# params: ranks
# grads: normal
# steps: 32
# seed: 7038
# class: libm
# why: ["pow"]
optax.optimistic_adam(1e-2)
