# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2210
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.9, nesterov=True)
