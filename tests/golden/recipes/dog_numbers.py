# shapes: {"a": [1], "b": [], "c": [1, 1], "none": [0]}
# grads: normal
# seed: 2229
# steps: 32
# class: ulp
# why: ["sum"]
optax.contrib.dog()
