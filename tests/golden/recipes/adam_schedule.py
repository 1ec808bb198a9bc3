# params: fresh
# grads: normal
# seed: 115
# class: libm
# why: ["cos", "pow"]
optax.adam(optax.cosine_decay_schedule(1e-2, 30))
