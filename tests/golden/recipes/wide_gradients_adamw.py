# params: bfloat16
# grads: hostile
# gradsdtype: float32
# steps: 30
# seed: 2202
# class: ulp
# why: ["lowp", "pow"]
optax.adamw(1e-2, weight_decay=0.1)
