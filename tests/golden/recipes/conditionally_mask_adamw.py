# params: ranks
# grads: nan
# seed: 2305
# steps: 32
# class: libm
# why: ["pow"]
optax.conditionally_mask(optax.adamw(optax.linear_schedule(0.1, 0.01, 8)), lambda step: (step != 3) & (step < 20))
