# params: bfloat16
# grads: hostile
# gradsdtype: float32
# steps: 30
# seed: 2209
# class: ulp
# why: ["lowp"]
optax.sgd(0.1, momentum=0.99)
