# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2203
# class: ulp
# why: ["lowp", "pow"]
optax.nadam(1e-2)
