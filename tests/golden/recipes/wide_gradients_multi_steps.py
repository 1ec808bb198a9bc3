# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2216
# class: ulp
# why: ["lowp", "pow"]
optax.MultiSteps(optax.adam(1e-2), every_k_schedule=2)
