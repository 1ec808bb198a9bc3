# params: bfloat16
# grads: normal
# gradsdtype: float32
# steps: 30
# seed: 2215
# class: ulp
# why: ["lowp", "pow"]
optax.inject_hyperparams(optax.adamw)(learning_rate=0.01, weight_decay=0.1)
