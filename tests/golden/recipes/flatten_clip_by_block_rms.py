# params: small
# grads: normal
# seed: 2511
# steps: 32
# class: ulp
# why: ["sum"]
optax.flatten(optax.chain(optax.trace(0.9), optax.clip_by_block_rms(0.1)))
