# params: bfloat16
# grads: normal
# seed: 908
# class: ulp
# why: ["lowp", "rsqrt"]
optax.rmsprop(1e-2, momentum=0.9)
