# params: bfloat16
# grads: normal
# steps: 30
# seed: 4059
# class: ulp
# why: ["lowp", "pow"]
optax.inject_hyperparams(optax.adamw)(learning_rate=1e-2, b2=0.95, weight_decay=0.1)
