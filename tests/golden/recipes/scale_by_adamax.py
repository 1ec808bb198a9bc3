# params: ranks
# grads: nan
# steps: 32
# seed: 7008
# class: libm
# why: ["pow"]
optax.scale_by_adamax()
