# params: mlp
# grads: normal
# seed: 183
# class: libm
# why: ["cos", "pow"]
optax.adabelief(optax.cosine_decay_schedule(1e-2, 30), b2=0.99, nesterov=True)
