# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: hostile
# seed: 2011
# steps: 32
# class: exact
# why: []
optax.contrib.scale_by_adopt(b1=0.8, b2=0.95, eps=1e-3, clip_value_fn=lambda count: 0.1 * count)
