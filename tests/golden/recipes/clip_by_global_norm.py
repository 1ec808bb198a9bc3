# params: small
# grads: normal
# seed: 43
# class: ulp
# why: ["sum"]
# note: triggers in nearly every step
optax.clip_by_global_norm(0.1)
