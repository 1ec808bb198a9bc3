# params: fresh
# grads: zero
# seed: 135
# class: ulp
# why: ["cos", "pow", "sum"]
optax.lamb(optax.warmup_cosine_decay_schedule(0.0, 1e-2, 5, 30), b1=0.8, b2=0.99, weight_decay=0.01)
