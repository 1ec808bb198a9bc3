# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2212
# class: ulp
# why: ["lowp", "pow", "sum"]
optax.lamb(1e-2, weight_decay=0.1)
