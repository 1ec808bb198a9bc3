# params: ranks
# grads: normal
# steps: 32
# seed: 7062
# class: ulp
# why: ["sum"]
optax.novograd(1e-2)
