# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2201
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2)
