# params: ranks
# grads: zero
# steps: 32
# extra: ["value"]
# seed: 7069
# class: ulp
# why: ["sum"]
optax.polyak_sgd(max_learning_rate=0.05, scaling=optax.linear_schedule(1.0, 0.1, 20), f_min=-0.5, eps=0.1, variant="sps+")
