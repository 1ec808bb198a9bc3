# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2127
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.schedule_free(optax.adam(optax.linear_schedule(0.1, 0.01, 20), b1=0.0), optax.linear_schedule(0.1, 0.01, 20), b1=0.8, weight_lr_power=1.5)
