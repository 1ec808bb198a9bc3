# params: mixed
# grads: normal
# seed: 211
# x64: true
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_rms()
