# params: small
# grads: normal
# seed: 236
# class: ulp
# why: ["pow", "sum"]
# note: dense/w and deep/0 are factored
optax.scale_by_factored_rms(min_dim_size_to_factor=3)
