# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2112
# steps: 32
# class: ulp
# why: ["sum"]
optax.contrib.dowg(0.5, init_estim_sq_dist=1e-2, eps=1e-3, weight_decay=0.1)
