# params: single
# grads: nan
# seed: 47
# class: ulp
# why: ["sum"]
optax.clip_by_global_norm(1.0)
