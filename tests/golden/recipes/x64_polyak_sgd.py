# params: ranks
# grads: normal
# steps: 32
# extra: ["value"]
# seed: 7071
# x64: true
# class: ulp
# why: ["sum"]
optax.polyak_sgd(0.3)
