# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2632
# steps: 32
# lookahead: true
# class: libm
# why: ["pow"]
optax.lookahead(optax.adam(0.1), sync_period=5, slow_step_size=0.3)
