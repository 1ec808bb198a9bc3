# params: narrow
# grads: normal
# seed: 931
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9)
