# params: ranks
# grads: normal
# steps: 32
# seed: 7067
# x64: true
# class: ulp
# why: ["cos", "pow", "sum"]
optax.fromage(optax.cosine_decay_schedule(0.1, 30))
