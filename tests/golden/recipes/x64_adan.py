# params: ranks
# grads: normal
# steps: 32
# seed: 7034
# x64: true
# class: libm
# why: ["pow"]
optax.adan(1e-2, weight_decay=0.01)
