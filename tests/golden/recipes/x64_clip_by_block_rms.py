# params: small
# grads: normal
# seed: 209
# x64: true
# class: ulp
# why: ["sum"]
optax.clip_by_block_rms(0.5)
