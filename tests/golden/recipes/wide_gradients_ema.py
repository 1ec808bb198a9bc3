# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2214
# class: ulp
# why: ["lowp", "pow"]
optax.chain(optax.ema(0.9), optax.scale(-0.1))
