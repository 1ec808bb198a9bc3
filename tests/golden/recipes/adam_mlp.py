# params: mlp
# grads: normal
# steps: 30
# seed: 112
# class: libm
# why: ["pow"]
optax.adam(learning_rate=1e-3)
