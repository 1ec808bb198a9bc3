# params: small
# grads: nan
# seed: 162
# class: ulp
# why: ["sum"]
optax.chain(optax.clip_by_block_rms(1.0), optax.scale(-0.1))
