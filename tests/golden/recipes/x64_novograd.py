# params: ranks
# grads: normal
# steps: 32
# seed: 7064
# x64: true
# class: ulp
# why: ["sum"]
optax.novograd(1e-2, weight_decay=0.01)
