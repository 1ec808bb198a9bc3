# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2002
# steps: 32
# class: libm
# why: ["pow"]
optax.contrib.scale_by_ademamix(b1=0.8, b2=0.95, b3=optax.linear_schedule(0.5, 0.99, 20), alpha=lambda count: 0.25 * count, eps=1e-4, eps_root=1e-6)
