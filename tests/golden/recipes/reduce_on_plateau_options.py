# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2138
# steps: 32
# extra: ["value"]
# class: libm
# why: ["pow"]
optax.chain(optax.adam(0.1), optax.contrib.reduce_on_plateau(factor=0.5, patience=2, rtol=0.1, atol=0.05, cooldown=2, accumulation_size=2, min_scale=0.1))
