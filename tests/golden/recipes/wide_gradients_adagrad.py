# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2206
# class: ulp
# why: ["lowp", "rsqrt"]
optax.adagrad(0.1)
