# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2207
# class: ulp
# why: ["lowp", "rsqrt"]
optax.rmsprop(1e-2, decay=0.999, initial_scale=0.5)
