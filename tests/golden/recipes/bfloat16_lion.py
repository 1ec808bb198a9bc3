# params: bfloat16
# grads: normal
# seed: 906
# class: ulp
# why: ["lowp"]
optax.lion(1e-3)
