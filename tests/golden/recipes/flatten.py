# params: small
# grads: hostile
# seed: 2509
# steps: 32
# class: libm
# why: ["pow"]
optax.flatten(optax.adam(0.1))
