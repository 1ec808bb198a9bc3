# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2224
# steps: 32
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.mechanize(optax.adam(1.0), weight_decay=0.1, eps=1e-6, s_init=1e-4, num_betas=3)
