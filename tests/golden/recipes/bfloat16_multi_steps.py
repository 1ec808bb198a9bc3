# params: bfloat16
# grads: normal
# seed: 907
# class: ulp
# why: ["lowp"]
optax.MultiSteps(optax.sgd(0.1), 3)
