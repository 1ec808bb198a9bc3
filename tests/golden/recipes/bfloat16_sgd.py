# params: bfloat16
# grads: normal
# seed: 909
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9)
