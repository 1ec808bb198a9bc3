# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2607
# steps: 32
# functions: ["obj_fn"]
# x64: true
# class: ulp
# why: ["sum"]
optax.contrib.hutchinson_estimator_diag_hessian()
