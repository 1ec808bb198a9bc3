# params: ranks
# grads: normal
# steps: 32
# seed: 7052
# x64: true
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_norm()
