# shapes: {"": [3], "a": {"": [2], "/": []}}
# steps: 4
# override: {"2": {"0/mu/": 0.5}}
optax.adam(1e-2)
