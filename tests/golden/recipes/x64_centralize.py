# params: ranks
# grads: normal
# steps: 32
# seed: 7055
# x64: true
# class: ulp
# why: ["sum"]
optax.chain(optax.centralize(), optax.sgd(0.1, momentum=0.9))
