# params: ranks
# grads: hostile
# steps: 32
# extra: ["value"]
# seed: 7070
# class: ulp
# why: ["sum"]
optax.scale_by_polyak(max_learning_rate=0.5)
