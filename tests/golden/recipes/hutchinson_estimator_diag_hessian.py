# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2606
# steps: 32
# functions: ["obj_fn"]
# class: ulp
# why: ["sum"]
optax.contrib.hutchinson_estimator_diag_hessian(jax.random.PRNGKey(7))
