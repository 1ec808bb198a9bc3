# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2225
# steps: 32
# x64: true
# class: ulp
# why: ["matmul", "sum"]
optax.contrib.mechanize(optax.sgd(1.0), s_init=1e-3)
