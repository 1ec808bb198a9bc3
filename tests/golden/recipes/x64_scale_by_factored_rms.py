# params: small
# grads: normal
# seed: 248
# x64: true
# class: ulp
# why: ["pow", "sum"]
optax.scale_by_factored_rms(min_dim_size_to_factor=3)
