# params: ranks
# grads: normal
# steps: 32
# seed: 7053
# class: ulp
# why: ["sum"]
optax.centralize()
