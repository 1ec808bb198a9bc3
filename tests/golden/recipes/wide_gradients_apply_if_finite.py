# params: bfloat16
# grads: nan
# gradsdtype: float32
# steps: 30
# seed: 2217
# class: ulp
# why: ["lowp", "pow"]
optax.apply_if_finite(optax.adam(1e-2), 3)
