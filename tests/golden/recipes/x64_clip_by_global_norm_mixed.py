# params: mixed
# grads: normal
# seed: 145
# x64: true
# class: ulp
# why: ["sum"]
optax.clip_by_global_norm(0.5)
