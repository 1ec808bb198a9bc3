# params: fresh
# grads: zero
# seed: 241
# class: ulp
# why: ["pow", "sum"]
optax.scale_by_factored_rms(step_offset=-5, min_dim_size_to_factor=3)
