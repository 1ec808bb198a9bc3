# params: small
# grads: hostile
# seed: 238
# class: ulp
# why: ["pow", "sum"]
optax.scale_by_factored_rms(decay_rate=0.6, min_dim_size_to_factor=10, epsilon=1e-12)
