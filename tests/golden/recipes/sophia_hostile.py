# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2602
# steps: 32
# class: ulp
# why: ["pow", "sum"]
optax.contrib.sophia(0.1, 0.8, 0.9, 1e-4, weight_decay=0.2, gamma=0.05, clip_threshold=0.5, update_interval=4, hessian_diagonal_fn=optax.trace(0.9))
