# params: fresh
# grads: normal
# seed: 99
# class: ulp
# why: ["sum"]
optax.MultiSteps(optax.chain(optax.clip_by_global_norm(0.5), optax.sgd(0.1)), 4)
