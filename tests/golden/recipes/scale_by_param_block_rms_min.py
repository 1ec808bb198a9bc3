# params: fresh
# grads: normal
# seed: 200
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_rms(min_scale=0.5)
