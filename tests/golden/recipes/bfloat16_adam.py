# params: bfloat16
# grads: normal
# seed: 903
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2)
