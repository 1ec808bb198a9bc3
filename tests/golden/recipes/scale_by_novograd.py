# params: ranks
# grads: hostile
# steps: 32
# seed: 7059
# class: ulp
# why: ["sum"]
optax.scale_by_novograd()
