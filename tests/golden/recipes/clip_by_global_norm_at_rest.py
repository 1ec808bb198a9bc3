# params: small
# grads: normal
# seed: 44
# class: ulp
# why: ["sum"]
# note: never triggers: gradients come out unchanged
optax.clip_by_global_norm(1e6)
