# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: nan
# seed: 2604
# steps: 32
# class: ulp
# why: ["pow", "sum"]
optax.contrib.sophia(0.1, hessian_diagonal_fn=optax.scale(2.0), update_interval=2)
