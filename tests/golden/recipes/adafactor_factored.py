# params: small
# grads: normal
# seed: 243
# class: ulp
# why: ["pow", "sum"]
optax.adafactor(learning_rate=1e-2, min_dim_size_to_factor=3)
