# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2211
# class: ulp
# why: ["lowp"]
optax.lion(1e-3)
