# params: ranks
# grads: zero
# steps: 32
# seed: 7066
# class: ulp
# why: ["pow", "sum"]
optax.fromage(optax.linear_schedule(0.5, 0.01, 20), min_norm=0.5)
