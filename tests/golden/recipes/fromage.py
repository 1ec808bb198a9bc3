# params: ranks
# grads: normal
# steps: 32
# seed: 7065
# class: ulp
# why: ["sum"]
optax.fromage(0.1)
