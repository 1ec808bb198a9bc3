# params: small
# grads: normal
# seed: 199
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_rms()
