# params: fresh
# grads: normal
# steps: 32
# seed: 7051
# class: ulp
# why: ["sum"]
optax.scale_by_param_block_norm(2.0)
