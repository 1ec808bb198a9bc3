# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2205
# class: ulp
# why: ["lowp", "pow"]
optax.radam(1e-2)
