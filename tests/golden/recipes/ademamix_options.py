# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2004
# steps: 32
# class: ulp
# why: ["cos", "lowp", "pow"]
optax.contrib.ademamix(optax.cosine_decay_schedule(0.1, 20), b3=0.95, alpha=2.0, mu_dtype=jnp.bfloat16, weight_decay=0.1, mask={'deep': False, 'gain': True, 'w': True})
