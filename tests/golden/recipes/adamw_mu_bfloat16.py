# params: mlp
# grads: normal
# seed: 902
# class: ulp
# why: ["cos", "lowp", "pow"]
optax.adamw(optax.cosine_decay_schedule(1e-2, 30), weight_decay=0.1, mu_dtype="bfloat16")
