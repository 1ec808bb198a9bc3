# params: wide
# grads: normal
# seed: 242
# class: ulp
# why: ["pow", "sum"]
optax.adafactor(1e-2)
