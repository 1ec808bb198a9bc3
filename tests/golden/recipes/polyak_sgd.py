# params: ranks
# grads: normal
# steps: 32
# extra: ["value"]
# seed: 7068
# class: ulp
# why: ["sum"]
optax.polyak_sgd()
