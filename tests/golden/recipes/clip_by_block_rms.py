# params: small
# grads: normal
# seed: 160
# class: ulp
# why: ["sum"]
optax.clip_by_block_rms(0.5)
