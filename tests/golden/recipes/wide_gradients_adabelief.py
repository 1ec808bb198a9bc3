# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2204
# class: ulp
# why: ["lowp", "pow"]
optax.adabelief(1e-2)
