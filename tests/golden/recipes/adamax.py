# params: ranks
# grads: zero
# steps: 32
# seed: 7010
# class: libm
# why: ["pow"]
optax.adamax(1e-2)
