# shapes: {"deep": [[3, 2, 2], [0, 3]], "gain": [], "w": [5, 7]}
# grads: normal
# seed: 2104
# steps: 32
# class: ulp
# why: ["matmul", "pow", "sum"]
optax.contrib.dadapt_adamw()
