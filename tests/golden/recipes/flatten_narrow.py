# params: narrow
# grads: normal
# seed: 2512
# steps: 32
# class: ulp
# why: ["lowp"]
optax.flatten(optax.sgd(0.1, momentum=0.9))
