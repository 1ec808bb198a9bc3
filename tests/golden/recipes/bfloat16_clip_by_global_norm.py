# params: bfloat16
# grads: normal
# seed: 905
# class: ulp
# why: ["lowp", "sum"]
optax.clip_by_global_norm(1.0)
