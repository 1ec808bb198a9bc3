# params: ranks
# grads: normal
# steps: 32
# seed: 7063
# class: ulp
# why: ["sum"]
optax.novograd(optax.linear_schedule(1e-2, 1e-3, 20), b2=0.98, weight_decay=0.01)
