# params: small
# grads: hostile
# seed: 161
# class: ulp
# why: ["sum"]
optax.clip_by_block_rms(1.0)
