# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2631
# steps: 32
# lookahead: true
# class: exact
# why: []
optax.lookahead(optax.sgd(0.1), 3, 0.5)
