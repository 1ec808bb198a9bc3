# params: ranks
# grads: normal
# steps: 32
# seed: 7032
# class: libm
# why: ["pow"]
optax.adan(1e-2)
