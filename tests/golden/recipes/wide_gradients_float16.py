# params: float16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2220
# class: ulp
# why: ["lowp", "pow"]
optax.adam(1e-2)
