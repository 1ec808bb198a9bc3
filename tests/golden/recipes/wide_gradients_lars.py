# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2213
# class: ulp
# why: ["lowp", "sum"]
optax.lars(0.1, weight_decay=0.01)
