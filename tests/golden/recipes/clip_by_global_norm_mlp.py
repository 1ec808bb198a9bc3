# params: mlp
# grads: normal
# steps: 30
# seed: 48
# class: ulp
# why: ["sum"]
optax.clip_by_global_norm(1.0)
