# params: float16
# grads: normal
# seed: 913
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9, nesterov=True)
