# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2608
# steps: 32
# x64: true
# class: ulp
# why: ["pow", "sum"]
optax.contrib.sophia(0.1, hessian_diagonal_fn=optax.scale(2.0), update_interval=3)
