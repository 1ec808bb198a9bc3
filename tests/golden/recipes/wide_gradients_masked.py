# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2219
# class: ulp
# why: ["lowp", "pow"]
optax.masked(optax.adamw(1e-2), {'w': True, 'b': False, 'c': True})
