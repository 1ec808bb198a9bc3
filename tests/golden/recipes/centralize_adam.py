# params: small
# grads: hostile
# steps: 30
# seed: 7054
# class: ulp
# why: ["pow", "sum"]
optax.chain(optax.centralize(), optax.adam(1e-2))
