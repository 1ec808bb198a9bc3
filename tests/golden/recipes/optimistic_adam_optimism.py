# params: ranks
# grads: zero
# steps: 32
# seed: 7039
# class: libm
# why: ["pow"]
optax.optimistic_adam(1e-2, 0.3, b1=0.8, nesterov=False)
