# params: ranks
# grads: nan
# steps: 32
# seed: 7014
# class: libm
# why: ["pow"]
optax.scale_by_yogi(b1=0.8, b2=0.9, eps=1e-4, eps_root=1e-6, initial_accumulator_value=0.1)
