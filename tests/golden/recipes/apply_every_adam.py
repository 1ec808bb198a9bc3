# params: ranks
# grads: normal
# steps: 32
# seed: 7045
# class: libm
# why: ["pow"]
optax.chain(optax.adam(1e-2), optax.apply_every(4))
