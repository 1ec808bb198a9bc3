# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2208
# class: ulp
# why: ["lowp"]
optax.rmsprop(1e-2, eps=0.1, eps_in_sqrt=False, centered=True, momentum=0.9)
