# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2005
# steps: 32
# x64: true
# class: libm
# why: ["pow"]
optax.contrib.ademamix(1e-2, b3=optax.linear_schedule(0.5, 0.99, 20), weight_decay=0.01)
