# params: mixed
# grads: normal
# seed: 146
# x64: true
# class: ulp
# why: ["pow", "sum"]
optax.chain(optax.clip_by_global_norm(0.5), optax.adam(1e-2))
