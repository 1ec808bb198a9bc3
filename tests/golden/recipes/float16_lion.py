# params: float16
# grads: normal
# seed: 930
# class: ulp
# why: ["lowp"]
optax.lion(1e-3)
