# params: ranks
# grads: normal
# steps: 32
# seed: 7050
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_norm()
