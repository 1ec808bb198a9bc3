# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2008
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.simplified_ademamix(1e-2, b1=0.9, b2=0.9, alpha=optax.linear_schedule(0.0, 3.0, 20), eps=1e-4, eps_root=1e-6, weight_decay=0.1)
