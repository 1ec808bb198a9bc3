# params: fresh
# grads: normal
# seed: 250
# x64: true
# class: ulp
# why: ["pow", "sum"]
optax.adafactor(1e-2, min_dim_size_to_factor=3, momentum=0.9)
