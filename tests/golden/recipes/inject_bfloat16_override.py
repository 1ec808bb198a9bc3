# params: bfloat16
# grads: normal
# steps: 30
# seed: 7339
# override: {"7": {"hyperparams/learning_rate": 0.01}, "15": {"hyperparams/momentum": 0.5}}
# class: ulp
# why: ["lowp"]
optax.inject_hyperparams(optax.sgd)(learning_rate=0.1, momentum=0.9)
