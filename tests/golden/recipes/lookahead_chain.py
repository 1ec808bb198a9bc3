# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2634
# steps: 32
# lookahead: true
# class: libm
# why: ["pow"]
optax.chain(optax.lookahead(optax.adamw(0.1), 2, 0.5))
